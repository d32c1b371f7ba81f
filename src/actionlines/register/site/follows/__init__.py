"""What people follow: what it is called, which events are news of it, the messages, reminders before a day comes.

targets    the thing that a subscription names: its name, its address, what of the register belongs to it
news       events that are news, and may be read by the one who follows
sending    messages at once, daily and weekly, with a link that ends the one subscription
reminders  to leads 90, 30 and 7 days before the last day of a mandate
"""
