"""What annotation, training and the page share: types, media, storage, models."""
