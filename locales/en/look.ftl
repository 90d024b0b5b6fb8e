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
look-fault-in-css = Line { $line }: in “{ $part }” by { $mode ->
    [night] night
   *[day] day
} { $color } meets { $other } with contrast { $ratio } and needs { $needs }. The nearest colour that can be read is { $nearest }
look-fault-in-css-hopeless = Line { $line }: in “{ $part }” by { $mode ->
    [night] night
   *[day] day
} { $color } meets { $other } with contrast { $ratio } and needs { $needs }. No lightness of this hue can be read there
look-fault-unclear = Line { $line }: whether something can be read with { $value } cannot be told beforehand. Write it as #rrggbb, rgb(), hsl() or var(--color-…)
look-fault-covers = Line { $line }: this shadow may cover what is beside it. Let it reach 4 pixels at most, or let 70 % shine through, and use two of them at most
look-fault-too-many-cases = The colours depend on more conditions than can be gone through. Use fewer @media, @supports and states
look-fault-not-a-link = Begin the address with https:// or mailto:
look-fault-too-long = Shorten this to { $number } characters at most
look-fault-no-such-file = Upload the file first
look-fault-too-large = Choose a file of at most { $number } KB
look-fault-too-many-files = There are { $number } files already. Those that no version shows go away after a day
look-fault-not-a-picture = Choose a PNG, JPEG, WebP or SVG
look-fault-not-a-font = Choose a WOFF2 with one whole font in it
look-fault-too-many-pixels = Choose a picture of at most { $number } pixels on each side
look-fault-drawing = This SVG is empty, or there is more in it than can be drawn safely. Export it as a PNG
look-fault-drawing-text = This SVG has text in a font that nobody else has. Convert its text to paths and export it again

api-look-changed = Somebody else has changed the look since you saw it. Read it again before you publish it
api-nothing-to-publish = There is nothing to publish: the look has no draft

## The page of a site's look

admin-nav-look = Look
look-draft = Draft
look-draft-text = Not published. Saved { $time } by { $who }.
look-live = Live
look-live-text = Version { $number }, since { $time }.
look-live-theme = The theme as it is. Nothing of the site's own is published.
look-by-operator = the operator
look-by-admin = an admin
look-faults = These keep the draft from being published
look-update = Update preview
look-save = Save draft
look-publish = Publish
look-discard = Discard the draft
look-discard-text = These changes have not been published. They go for good; what is live stays as it is.
look-discard-texts = { $count ->
        [one] 1 text
       *[other] { $count } texts
    }
look-discard-files = { $count ->
        [one] 1 picture
       *[other] { $count } pictures
    }
look-inherited = From the theme
look-inherited-as = { $value } – from the theme
look-used = Used: { $color }
look-ratio = Contrast { $ratio }, needs { $needs }
look-preview = Preview
look-preview-hint = These are the real pages, with nobody's data in them. Their buttons do nothing here.
look-view = Page
look-mode = Mode
look-language = Language
look-phone = As wide as a phone
look-draft-more = Share, copy, discard
look-share = A link to the draft
look-share-hint = Whoever has it sees the login page in the draft's look, for seven days.
look-copy = Copy the look of another site
look-copy-submit = Copy into the draft
look-versions = Published versions
look-versions-none = Nothing was published yet.
look-version = Version
look-version-at = Published
look-version-who = By
look-restore = Bring back
look-repeats = repeats version { $number }
look-pictures = Logos, pictures and fonts
look-pictures-hint = PNG, JPEG, WebP or SVG, fonts as WOFF2, 500 KB at most. One logo is enough: it is also made into the one for mails, and shown on dark ground while there is none for that. See how that looks in the preview.
look-picture-place = What it is for
look-picture-file = File
look-picture-upload = Upload
look-picture-remove = Remove
look-place-logo-light = Logo on light ground
look-place-logo-dark = Logo on dark ground
look-place-icon = Square icon
look-place-favicon = Icon in the browser's tab
look-place-mail-logo = Logo in mails
look-place-background-light = Background by day
look-place-background-dark = Background by night
look-place-font = Font
look-place-font-bold = Font of what is bold

notice-look-saved = The draft is saved. Nobody sees it until you publish it.
notice-look-published = The look is published. Every page wears it from now on.
notice-look-unchanged = There was nothing to do: the draft says what is live already.
notice-look-changed = Somebody else changed the draft at the same moment. Look at it once more before you publish it.
notice-look-discarded = The draft is gone. What is live stays as it is.
notice-look-restored = The older version is live again.
notice-look-unreadable = The older version has values that cannot be published any more. What is live stays as it is.
notice-look-copied = The other site's look is in your draft now.
notice-look-no-site = There is no site with this short name.
notice-look-uploaded = The file is part of the draft now.
notice-look-removed = The file is no longer part of the draft.

look-group-seed = Brand
look-group-layout = Layout
look-group-shape = Shapes and letters
look-group-background = Background by day
look-group-background-dark = Background by night
look-group-colors = Colours by day
look-group-colors-dark = Colours by night
look-group-links = Links in the footer
look-group-slots = Small texts

look-extends = Theme
look-color-brand = Brand colour
look-color-page = Page
look-color-surface = Cards
look-color-text = Text
look-color-muted = Quiet text
look-color-link = Links
look-color-primary = Main button
look-color-on-primary = Text on the main button
look-color-primary-border = Edge of the main button
look-color-control-border = Edge of fields
look-color-border = Lines
look-color-focus = Focus ring
look-color-danger = Errors
look-color-danger-bg = Ground of errors
look-color-success = Success
look-color-success-bg = Ground of success
look-color-warning = Warnings
look-color-warning-bg = Ground of warnings
look-shape-radius-control = Corners of fields and buttons, in pixels
look-shape-radius-card = Corners of cards, in pixels
look-shape-border-width = Width of edges, in pixels
look-shape-shadow = Shadow of cards
look-type-font = Font
look-type-scale = Size of letters, as a factor
look-type-density = Spacing
look-layout-variant = Arrangement
look-layout-card-width = Width of the card, in pixels
look-layout-align = Alignment
look-layout-logo-place = Place of the logo
look-layout-logo-height = Height of the logo, in pixels
look-background-kind = Kind
look-background-color = Colour, or veil over the picture
look-background-from = Gradient from
look-background-to = Gradient to
look-background-angle = Angle of the gradient, in degrees
look-background-focal-x = Middle of the picture from the left, in percent
look-background-focal-y = Middle of the picture from above, in percent
look-background-scrim = Thickness of the veil, in percent
look-links-home = Home page
look-links-support = Help
look-links-privacy = Privacy notice
look-links-terms = Terms of use
look-links-status = Status page
look-slots-header = Above everything
look-slots-before-form = Above the title
look-slots-after-form = Below the form
look-slots-footer = At the end of the page
look-slots-split-panel = On the panel

look-choice-auto = As the system
look-choice-light = Light
look-choice-dark = Dark
look-choice-none = None
look-choice-soft = Soft
look-choice-strong = Strong
look-choice-system = The system's own
look-choice-humanist = Humanist
look-choice-serif = Serif
look-choice-mono = Monospaced
look-choice-compact = Compact
look-choice-normal = Normal
look-choice-roomy = Roomy
look-choice-center-card = A card in the middle
look-choice-flush = Without a card
look-choice-split-start = Panel first
look-choice-split-end = Panel last
look-choice-start = At the start
look-choice-center = In the middle
look-choice-inside = In the card
look-choice-outside = Outside of the card
look-choice-solid = One colour
look-choice-gradient = Gradient
look-choice-image = Picture

look-fault-not-an-archive = Choose a tar with a theme.toml in it, such as the one that the export gives
notice-look-imported = The folder is your draft now.
look-group-css = CSS of the site's own
look-custom-css = CSS
look-css-hint = On documented parts only, such as [data-part=card]. Never on the pages of an account. What is not understood is left out.
look-css-dropped = Left out of the CSS
look-css-line = Line { $number }: { $text }
look-folder = As a folder of a theme
look-export = Download
look-import = Read a folder into the draft (tar)
look-import-submit = Read it in
