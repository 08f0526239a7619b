"""what went into a clip, clips said to be silent, undos that took back nothing."""

import sqlalchemy as sa
from alembic import op


revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('recordings',
    sa.Column('clip', sa.String(length=16), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['clip'], ['clips.id'], name=op.f('fk_recordings_clip')),
    sa.PrimaryKeyConstraint('clip', 'name', name=op.f('pk_recordings'))
    )
    op.create_table('silences',
    sa.Column('clip', sa.String(length=16), nullable=False),
    sa.Column('made_by', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['clip'], ['clips.id'], name=op.f('fk_silences_clip')),
    sa.PrimaryKeyConstraint('clip', name=op.f('pk_silences'))
    )
    with op.batch_alter_table('undos') as batch:
        batch.alter_column('verdict', existing_type=sa.String(length=64), nullable=True)


def downgrade() -> None:
    with op.batch_alter_table('undos') as batch:
        batch.alter_column('verdict', existing_type=sa.String(length=64), nullable=False)
    op.drop_table('silences')
    op.drop_table('recordings')
