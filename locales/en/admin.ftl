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
admin-search-hint = An email or an id of a user; a name, short name, domain or id of a site.
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
