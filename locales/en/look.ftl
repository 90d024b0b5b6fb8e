# The look of a site: what happened to it, what is wrong with it, and the page that changes it.
event-look-published = The site's look was published
event-look-restored = An older look of the site was brought back

look-fault-missing = Fill this in, because nothing else says it
look-fault-unknown = There is nothing of this name
look-fault-malformed = This value is not of the form that is needed here
look-fault-color = Write the colour as # and six hexadecimal digits, such as #4f46e5
look-fault-out-of-range = Choose a number from { $least } to { $most }
look-fault-contrast = { $color } on { $ground } has contrast { $ratio } and needs { $needs }. The nearest colour that can be read is { $nearest }
look-fault-contrast-hopeless = { $color } on { $ground } has contrast { $ratio } and needs { $needs }. No lightness of this hue can be read there
look-fault-too-different = { $color } and { $other } are too different for one text colour. Bring the two closer together
look-fault-not-a-link = Begin the address with https:// or mailto:
look-fault-too-long = Shorten this to { $number } characters at most
look-fault-no-such-file = Upload the picture first

api-look-changed = Somebody else has changed the look since you saw it. Read it again before you publish it
api-nothing-to-publish = There is nothing to publish: the look has no draft
