"""What a demonstration programme shows and says: presentations, captions, attachments and the videos made of them.

Nothing here knows Django's database: each module takes what the programme file tells and gives bytes or plain values,
the same for the same input.
"""
