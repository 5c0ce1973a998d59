from tortoise import migrations
from tortoise.migrations import operations as ops

class Migration(migrations.Migration):
    dependencies = [('usher', '0002_walls_and_indexes')]

    initial = False

    operations = [
        ops.AlterModelOptions(
            name='Credential',
            options={'table': 'credentials', 'app': 'usher', 'pk_attr': 'member_id', 'table_description': "A member's password: its argon2id hash, or sealed until its mail is sent."},
        ),
    ]
