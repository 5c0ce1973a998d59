"""From a batch to the import that it is of."""

from tortoise import migrations
from tortoise.migrations import operations as ops

OF_BATCHES = "CREATE INDEX account_imports_batch ON account_imports (batch_id) WHERE batch_id IS NOT NULL"


class Migration(migrations.Migration):
    """One index."""

    dependencies = [("usher", "0029_lists_of_few")]

    operations = [ops.RunSQL([OF_BATCHES])]
