"""The tables of this release in one step, in place of the migrations of earlier releases (`replaces`)."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True
    replaces = [
        ("consultation", name)
        for name in (
            "0001_initial",
            "0003_comment_edited_at",
        )
    ]

    dependencies = [
        ('registry', '0002_append_only'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Consultation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('title', models.CharField(max_length=300, verbose_name='Title')),
                ('summary', models.TextField(blank=True, max_length=8000, verbose_name='What is asked')),
                ('language', models.CharField(default='en', max_length=2, verbose_name='Language')),
                ('lines', models.JSONField(blank=True, default=list, verbose_name='Action Lines')),
                ('anonymous', models.BooleanField(default=False, verbose_name='Comments without an account')),
                ('premoderated', models.BooleanField(default=False, verbose_name='Comments wait for moderation')),
                ('status', models.CharField(choices=[('draft', 'Draft'), ('published', 'Published'), ('withdrawn', 'Withdrawn')], db_index=True, default='draft', max_length=10)),
                ('status_since', models.DateTimeField(auto_now_add=True)),
                ('status_reason', models.TextField(blank=True)),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('text', models.PositiveIntegerField(default=0)),
                ('results', models.TextField(blank=True, max_length=20000, verbose_name='Results')),
                ('results_at', models.DateTimeField(blank=True, null=True, verbose_name='Results published')),
                ('digested_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='consultations', to='registry.organisation', verbose_name='Organiser')),
                ('owner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='consultations', to=settings.AUTH_USER_MODEL)),
            ],
            options={'ordering': ['-published_at', '-pk']},
        ),
        migrations.CreateModel(
            name='Phase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('preview', 'Preview of the text'), ('comments', 'Comments'), ('reply', 'Reply to the comments'), ('result', 'Result')], max_length=10)),
                ('name', models.CharField(blank=True, max_length=120)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('consultation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='phases', to='consultation.consultation')),
            ],
            options={'ordering': ['starts_on', 'pk']},
        ),
        migrations.CreateModel(
            name='TextVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('title', models.CharField(blank=True, max_length=300)),
                ('language', models.CharField(blank=True, max_length=2)),
                ('source_kind', models.CharField(choices=[('instrument', 'Instrument of the register'), ('file', 'Uploaded document'), ('typed', 'Typed text'), ('report', 'Draft report'), ('roadmap', 'Road map')], max_length=12)),
                ('source_id', models.CharField(blank=True, max_length=160)),
                ('source_version', models.PositiveIntegerField(default=0)),
                ('given', models.PositiveIntegerField(default=0)),
                ('sha256', models.CharField(max_length=64)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, to=settings.AUTH_USER_MODEL)),
                ('consultation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='consultation.consultation')),
                ('file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='registry.storedfile')),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('consultation', 'number'), name='text_number_once')],
            },
        ),
        migrations.CreateModel(
            name='TextParagraph',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveIntegerField()),
                ('anchor', models.CharField(max_length=80)),
                ('number', models.CharField(blank=True, max_length=80)),
                ('kind', models.CharField(max_length=12)),
                ('level', models.PositiveSmallIntegerField(default=0)),
                ('parent', models.CharField(blank=True, max_length=80)),
                ('text', models.TextField()),
                ('came_from', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='became', to='consultation.textparagraph')),
                ('text_version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='paragraphs', to='consultation.textversion')),
            ],
            options={
                'ordering': ['order'],
                'constraints': [models.UniqueConstraint(fields=('text_version', 'anchor'), name='paragraph_in_text')],
            },
        ),
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('start', models.PositiveIntegerField(default=0)),
                ('end', models.PositiveIntegerField(default=0)),
                ('quote', models.TextField(blank=True)),
                ('quote_sha256', models.CharField(blank=True, max_length=64)),
                ('paragraph_sha256', models.CharField(blank=True, max_length=64)),
                ('place_start', models.PositiveIntegerField(default=0)),
                ('place_end', models.PositiveIntegerField(default=0)),
                ('how', models.CharField(choices=[('written', 'Written here'), ('same', 'Moved with the same words'), ('mapped', 'Moved by the organiser'), ('orphaned', 'Orphaned'), ('whole', 'On the whole text')], default='written', max_length=10)),
                ('text', models.TextField(max_length=5000, verbose_name='Comment')),
                ('suggests', models.BooleanField(default=False)),
                ('suggestion', models.TextField(blank=True, max_length=5000, verbose_name='Suggested wording')),
                ('language', models.CharField(blank=True, max_length=2, verbose_name='Language')),
                ('stakeholder', models.CharField(blank=True, max_length=40, verbose_name='Type of stakeholder')),
                ('country', models.CharField(blank=True, max_length=3, verbose_name='Country')),
                ('organisation', models.CharField(blank=True, max_length=300, verbose_name='Organisation')),
                ('name', models.CharField(blank=True, max_length=150, verbose_name='Name')),
                ('by_organiser', models.BooleanField(default=False)),
                ('edited_at', models.DateTimeField(blank=True, null=True, verbose_name='Corrected')),
                ('status', models.CharField(choices=[('held', 'Waits for moderation'), ('published', 'Published'), ('removed', 'Removed by moderation'), ('withdrawn', 'Withdrawn by its author')], default='published', max_length=10)),
                ('status_since', models.DateTimeField(auto_now_add=True)),
                ('status_reason', models.TextField(blank=True, verbose_name='Reason')),
                ('disposition', models.CharField(blank=True, choices=[('', 'No disposition yet'), ('accepted', 'Accepted'), ('partly', 'Partly accepted'), ('not', 'Not accepted')], default='', max_length=10, verbose_name='Disposition')),
                ('disposition_reason', models.TextField(blank=True, max_length=4000, verbose_name='Reason of the disposition')),
                ('disposed_at', models.DateTimeField(blank=True, null=True)),
                ('endorsed', models.PositiveIntegerField(default=0)),
                ('aligned_at', models.DateTimeField(blank=True, null=True)),
                ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='said', to=settings.AUTH_USER_MODEL)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replies', to='consultation.comment')),
                ('consultation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='consultation.consultation')),
                ('disposition_place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='consultation.textparagraph', verbose_name='Where in the new text')),
                ('last', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='held_before', to='consultation.textparagraph')),
                ('paragraph', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='written', to='consultation.textparagraph')),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='consultation.textparagraph')),
                ('text_version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='consultation.textversion')),
            ],
            options={
                'ordering': ['pk'],
                'indexes': [models.Index(fields=['consultation', 'status', 'place'], name='comment_at_place'), models.Index(fields=['consultation', 'created_at'], name='comment_by_time')],
            },
        ),
        migrations.CreateModel(
            name='CommentLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('concept', models.CharField(max_length=40)),
                ('level', models.CharField(choices=[('action_line', 'Action Line'), ('goal', 'Goal'), ('target', 'Target'), ('commitment', 'Compact commitment')], max_length=12)),
                ('origin', models.CharField(choices=[('machine', 'Proposed by the system'), ('person', 'Set by a person'), ('import', 'From an import')], default='machine', max_length=8)),
                ('status', models.CharField(choices=[('proposed', 'Proposed'), ('confirmed', 'Confirmed'), ('rejected', 'Rejected')], default='proposed', max_length=10)),
                ('p', models.FloatField(default=1.0)),
                ('evidence', models.JSONField(blank=True, default=list)),
                ('comment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='consultation.comment')),
            ],
            options={'constraints': [models.UniqueConstraint(fields=('comment', 'concept'), name='comment_concept_once')]},
        ),
        migrations.CreateModel(
            name='Endorsement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('comment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='endorsements', to='consultation.comment')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={'constraints': [models.UniqueConstraint(fields=('comment', 'user'), name='endorsed_once')]},
        ),
        migrations.CreateModel(
            name='Muted',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('consultation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, to='consultation.consultation')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='muted', to=settings.AUTH_USER_MODEL)),
            ],
            options={'constraints': [models.UniqueConstraint(fields=('user', 'consultation'), name='muted_once')]},
        ),
    ]
