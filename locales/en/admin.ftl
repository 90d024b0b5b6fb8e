### The dashboard, for whoever runs all sites or one of them.

## The frame

admin-skip = Skip to the page
admin-menu = Menu
admin-nav = Dashboard
admin-crumbs = You are here
admin-operator = Operator
admin-filter = Apply
admin-pager = Pages
admin-pager-range = { $first }–{ $last }
admin-pager-total = of { $total }
admin-pager-previous = Previous
admin-pager-next = Next
admin-error-home = Back to the dashboard
admin-last-day = in the last 24 hours

admin-nav-overview = Overview
admin-nav-sites = Sites
admin-nav-home = Summary

## Getting in

admin-login-title = Dashboard
admin-master-key = Master key
admin-master-key-hint = The value of MASTER_API_KEY. In development it lies in the data folder, in secrets.env.
admin-login-link = Or log in with a link that works once. This command prints one:
admin-enter-title = Log in to the dashboard
admin-enter-text = This link logs you in as the operator, once.
admin-enter-submit = Log in
admin-enter-dead-title = This link no longer works
admin-enter-dead-text = It has expired or was already used. This command prints a new one:
admin-enter-login = Log in with the master key
admin-confirm-title = Confirm that it is you
admin-confirm-text = What you are about to do needs the master key once more.
admin-go-on-title = Go on with what you typed
admin-go-on-text = You had to prove who you are when this form was sent, so nothing has been done yet. What you typed waits here for a quarter of an hour.
admin-go-on-typed = What you typed
admin-go-on-secret = Password or key
admin-go-on-secret-hint = Enter it once more: secrets are not kept.
admin-go-on-send = Go on with what you typed
admin-go-on-anew = Open the page anew
admin-notice-logged-out = You are logged out.

problem-master-key-missing = Enter the master key
problem-master-key-wrong = This is not the master key. Check that you copied all of it
problem-master-key-too-many-attempts =
    { $number ->
        [one] Too many wrong keys came from your network. Wait 1 minute, then try again
       *[other] Too many wrong keys came from your network. Wait { $number } minutes, then try again
    }

## Overview

admin-count-sites = Sites
admin-count-users = Users
admin-count-logins = Logins
admin-count-failures = Failed logins
admin-count-logins-today = Logins today
admin-count-failures-today = Failed logins today
admin-count-waiting = Mails waiting
admin-count-failed = Mails given up
admin-setup-title = Before people depend on it
admin-setup-text = This list goes away when everything is done.
admin-step-done = Done
admin-step-site = Add a site
admin-step-site-hint = A site is one web application with people and a look of its own.
admin-step-user = Have a first account
admin-step-user-hint = Sign up at one of your sites, or invite somebody there.
admin-step-mail = Let mail leave
admin-step-mail-hint = Set MAIL_URL, then send yourself a test: vestibule mail test
admin-step-https = Serve pages over HTTPS
admin-step-https-hint = Put a proxy with TLS in front, and set PUBLIC_URL to its https address.
admin-step-production = Leave development
admin-step-production-hint = Set VESTIBULE_ENV=production with secrets of your own. The mailbox at /dev/mailbox is open to everybody until then.

## Search

admin-search = Search
admin-search-title = Search
admin-search-submit = Search
admin-search-hint = An email or an id of a user; the id of an app; a name, short name, domain or id of a site.
admin-search-none = Nothing found
admin-search-none-text = Check the spelling. People are found by their whole email or id.
admin-search-users = People
admin-search-more = There are more. Search within a site.
admin-search-more-sites = Show all matching sites

## Sites

admin-sites-search = Name, short name, domain or host
admin-sites-none = No sites here
admin-sites-none-text = No site matches what you are looking for.
admin-site-name = Name
admin-site-slug = Short name
admin-site-domain = Domain
admin-site-status = Status
admin-site-active = Active
admin-site-off = Disabled
admin-site-address = Address
admin-site-frontend = Front end
admin-site-theme = Theme
admin-site-disabled = This site is disabled. Its pages answer as if it did not exist; its people and their data stay.
admin-open-login = Open login page
admin-site-host = Host
admin-site-last-login = Last login
admin-site-mail = Mail
admin-mail-fine = Fine
admin-mail-given-up =
    { $count ->
        [one] 1 given up
       *[other] { $count } given up
    }
admin-never = Never
admin-open = Open
admin-sort = Order
admin-sort-name = By name
admin-sort-slug = By short name
admin-sort-users = Most users
admin-sort-created = Newest
admin-cancel = Cancel
admin-back = Back
admin-save = Save
admin-notice-saved = Saved.

admin-nav-settings = Settings
admin-nav-host = Login host
admin-nav-keys = Signing keys
admin-nav-danger = Disable or delete

## A new site

admin-site-new = New site
admin-site-new-text = A name and a domain are enough. After this step the site works. The next two can wait, and everything can be changed later.
admin-site-create = Create site
admin-site-more = Short name, front end, login host and sender
admin-site-name-hint = As people know it. It stands on every page and in every mail.
admin-site-slug-hint = Part of the address, in /s/…. Links and logins of the old one end when you change it.
admin-site-slug-new-hint = Part of the address, in /s/…. Leave it empty to make it from the name.
admin-site-domain-hint = Where your application is, such as acme.example.
admin-site-frontend-hint = Where people come from and go back to. Left empty on a new site, it is https:// and the domain.
admin-site-sender = Sender's email
admin-site-sender-hint = Mail to people comes from here. Left empty on a new site, it is hello@ and the domain.
admin-site-sender-name = Sender's name
admin-site-sender-name-hint = Left empty on a new site, it is the name of the site.
admin-site-theme-hint = How the pages and mails of the site look.
admin-slug-free = Free are:
admin-setup-identity = The site
admin-setup-access = Getting in
admin-setup-look = Look
admin-setup-done = Connect your app
admin-setup-look-more = Colours, logo and words have a page of their own:
admin-setup-continue = Finish set-up
admin-setup-site = Finish setting this site up
admin-setup-site-text = Decide who may sign up and how the pages look, then connect your app. This goes away with the first user.
admin-try = Try signing up
admin-to-site = To the site's summary
admin-paste-title = What your app needs
admin-paste-base = Base address of pages and API, and issuer
admin-paste-discovery = OpenID Connect settings
admin-paste-login = Login page
admin-paste-keys = Public keys for checking tokens
admin-paste-app = In a single-page app
admin-paste-shell = In a shell
admin-paste-origin = Scripts may call the API from this origin:

## Settings of a site

admin-signup = Who may sign up
admin-signup-open = Everybody
admin-signup-invitation = Only who is invited
admin-signup-domains = Only addresses in certain domains
admin-signup-closed = Nobody
admin-signup-domains-label = Domains that may sign up
admin-signup-domains-hint = One in each line. They count only if you chose certain domains above.
admin-password-minimum = Shortest password
admin-password-minimum-hint = In characters, from 8 to 64.
admin-ask-name = Ask for a name at sign up
admin-temporary-passwords = Let admins have temporary passwords made
admin-temporary-passwords-hint = For people without mail at hand. They choose another at their next login.
admin-usernames = Let people choose a username to log in with
admin-protected = Protect the site from being deleted
admin-protected-hint = Takes effect for everybody, the API included, until you take it off.
admin-apps = Apps
admin-origins = Further origins
admin-origins-hint = Web addresses besides the front end that people may be led back to, and whose scripts may call the API. One in each line, such as https://app.acme.example.
admin-algorithm = How tokens are signed
admin-algorithm-hint = The next new key will be of this kind; keys are on the page of signing keys.
admin-algorithm-eddsa = EdDSA: short and fastest, for receivers that know it
admin-algorithm-es256 = ES256: short, and widely known
admin-algorithm-rs256 = RS256: every receiver knows it
admin-words = Words and links
admin-locale = Language of people who state no preference
admin-locale-hint = A browser's preference counts more, if the site offers that language.
admin-languages = Languages that pages are offered in
admin-languages-hint = The languages that pages and mails come in. With none ticked, all of them.
admin-support-url = Help page
admin-link-hint = These addresses begin with https:// and stand at the end of every page. Leave out what you do not have.
admin-privacy-url = Privacy notice
admin-terms-url = Terms of use
admin-terms-version = Version of the terms
admin-terms-version-hint = With a version, people have to accept the terms at sign up.

## Login host

admin-host = Login host
admin-host-hint = A host of the site's own, such as login.acme.example. Leave it empty for the address below the portal.
admin-host-moves = The site's pages move there at once: links to the address below the portal lead on to it, and people log in again. Set up name, certificate and proxy first.
admin-host-now = Where the pages are now
admin-host-needs = What the host needs
admin-host-dns = A name that leads to the portal's proxy:
admin-host-tls = A certificate. A proxy that fetches certificates on demand can ask here whether the host is known; the answer is 200:
admin-host-proxy = A proxy that passes the host on unchanged:
admin-host-check = Check the name
admin-host-same = The name leads to where the portal is:
admin-host-elsewhere = The name leads elsewhere than the portal's own. That is right only if there is another proxy in front:
admin-host-unknown = Nobody knows this name yet. New names can take some hours.

## Signing keys

admin-keys-text = Your backend checks tokens with the public halves of these keys:
admin-keys-none = No keys yet
admin-keys-none-text = The first one is made when it is first needed.
admin-key = Key
admin-key-state = State
admin-key-active = Signs
admin-key-next = Comes next
admin-key-retiring = Kept for what it has signed
admin-key-from = Signs from
admin-key-until = Published until
admin-key-open = Until another replaces it
admin-keys-rotate = Make a new key
admin-keys-rotate-text = The new key is published at once and begins to sign in ten minutes, so that everybody has learnt of it. Nobody is logged out, and nothing has to be changed in your apps.
admin-notice-key-made = A new key is published. It begins to sign in a few minutes.
admin-notice-key-waits = A new key is waiting already.
admin-notice-keys-unreadable = None of the keys can be read with the present SECRET_KEY. The portal makes a new one by itself.

## Disable, enable, delete

admin-disabled-title = Disable this site
admin-disabled-text = Its pages and its API answer as if it did not exist, and nobody can log in. Nothing is deleted, and you can enable it again.
admin-disabled-users =
    { $users ->
        [0] It has no users.
        [one] 1 user is shut out until then.
       *[other] { $users } users are shut out until then.
    }
admin-disable = Disable
admin-active-title = Enable this site
admin-active-text = Its pages and its API answer again, and people find everything as they left it.
admin-enable = Enable
admin-notice-disabled = The site is disabled.
admin-notice-active = The site is enabled.
admin-delete-title = Delete this site
admin-delete-text = The site goes with its users, their logins, its letters, keys and record. Nothing brings it back.
admin-delete-users =
    { $users ->
        [0] It has no users.
        [one] 1 user goes with it.
       *[other] { $users } users go with it.
    }
admin-delete-protected = The site is protected. Take the protection off in its settings first.
admin-delete-type = Type { $slug } to delete it
admin-delete = Delete for good
admin-notice-deleted = The site is deleted.

## Problems with a site

problem-slug-wrong = Type the site's short name exactly as it is written above the field
