"""The pages of the app, one file each; the folder is the menu."""
