## Mail: a test

mail-test-subject = A test mail from { $site }
mail-test-title = Mail arrives
mail-test-text = This is how mails from { $site } look. It was sent by the portal at { $portal } because somebody who runs the site asked for a test. There is nothing to do.

## Problems: a site's mail

problem-reply-to-malformed = Enter the address for answers in the form name@example.com
problem-host-missing = Enter the name of the mail server
problem-host-malformed = Enter the name of a mail server such as mail.acme.example, without a port
problem-port-malformed = Enter a port such as 587, or leave this empty
problem-key-missing = Enter the key of the account
problem-domain-missing = Enter a domain such as acme.example
problem-mail-url-malformed = Enter the mail server as smtp://user:password@host:587, smtps://user:password@host or mailgun://KEY@domain. Characters such as @, / and # in a password are written as %40, %2F and %23
problem-email-not-yours = Send it to your own email. The operator of this portal can send it to others
problem-mail-url-not-allowed = A site's own mail leaves by an encrypted connection to a mail server or to Mailgun. Choose one of these

event-letters-retried = Letters that had been given up were tried again
event-mail-tested = A test mail was sent

## The outbox, in the dashboard

admin-nav-outbox = Outbox
admin-outbox-text = What became of each mail in the last 30 days.
admin-outbox-retry-all = Try all again
admin-outbox-none = No mails here
admin-outbox-none-text = No mail matches what you are looking for.
admin-outbox-newest = Newest
admin-outbox-older = Older
admin-letter-kind = Mail
admin-letter-recipient = Recipient
admin-letter-site = Site
admin-letter-state = State
admin-letter-any = Any
admin-letter-queued = Waiting
admin-letter-sent = Sent
admin-letter-dropped = Not needed
admin-letter-failed = Given up
admin-letter-answer = The mail server said
admin-letter-at = Asked for
admin-letter-done = Done
admin-letter-due = Next try
admin-letter-tries = Tries
admin-letter-id = Id
admin-letter-retry = Try again
admin-letter-hidden = Links and codes are hidden, because they would open the account.
admin-letter-html = The mail as a page
admin-letter-text = The mail as text
admin-letter-gone = What this mail said is not kept any more.
admin-notice-letter-queued = The mail is tried again now.
admin-notice-letter-settled = There is nothing to do: this mail has gone, is tried soon anyway, or is too old.
admin-notice-letters-queued = The mails are tried again now.
admin-notice-letters-none = No mail has to be tried again.

letter-signup = Sign-up
letter-signup-again = Sign-up, sent again
letter-reset = New password
letter-invitation = Invitation
letter-temporary-password = Temporary password
letter-password-changed = Password changed
letter-email-change = New email, to the new address
letter-email-change-notice = New email, to the old address
letter-new-device = New device
letter-deletion = Account to be deleted
letter-deletion-undone = Account stays

## Mail settings, in the dashboard

admin-nav-mail = Mail
admin-mail-text = Who sends the site's mail, and how it leaves.
admin-mail-mailbox = Mail goes to the development mailbox and to nobody else.
admin-mail-mailbox-link = Open the mailbox
admin-mail-failed = A mail was given up lately. The reason was:
admin-mail-failed-link = Show what was given up
admin-mail-sender = Sender
admin-mail-from = Sender's email
admin-mail-from-name = Sender's name
admin-mail-reply-to = Email for answers
admin-mail-reply-to-hint = Leave it empty to have answers go to the sender's email.
admin-mail-way = How mail leaves
admin-mail-way-keep = By the site's own server, as it is set
admin-mail-way-keep-hint = It is not shown here. To change it, give all of it anew.
admin-mail-way-portal = By the portal's mail server
admin-mail-by-own = By the site's own mail server
admin-mail-way-operator = The operator of this portal sets this, because a mail server reads the links that open accounts.
admin-mail-way-smtp = By a mail server of the site's own
admin-mail-way-mailgun = By a Mailgun account of the site's own
admin-mail-smtp = The site's mail server
admin-mail-host = Host
admin-mail-port = Port
admin-mail-port-hint = Leave it empty for the usual one.
admin-mail-encryption = Encryption
admin-mail-tls = TLS from the start
admin-mail-unencrypted = None, where the operator allows it
admin-mail-user = User name
admin-mail-password = Password
admin-mail-secret-hint = It is stored encrypted and never shown again. After a test, type it once more to save it.
admin-mail-mailgun = The site's Mailgun account
admin-mail-domain = Sending domain
admin-mail-region = Region
admin-mail-region-us = United States
admin-mail-region-eu = European Union
admin-mail-key = Key
admin-mail-save = Save
admin-mail-test = Try it
admin-mail-test-text = Sends a mail at once, with what stands above, saved or not.
admin-mail-test-to = Send it to
admin-mail-test-send = Send a test
admin-mail-test-taken = The mail server took the mail to { $to }.
admin-mail-test-refused = The mail to { $to } did not leave.
admin-mail-dialogue = What was said
admin-mail-names = What the domain has to say
admin-mail-names-text = Mail from { $domain } arrives more surely if its name servers vouch for it. These records go there.
admin-mail-spf = A TXT record at { $domain } that names whoever sends for it, such as v=spf1 include:mail.example ~all
admin-mail-dkim = The key that your mail provider gives you, at selector._domainkey.{ $domain }
admin-mail-dmarc = A TXT record at _dmarc.{ $domain }, to begin with v=DMARC1; p=none
admin-notice-mail-saved = Saved. Send a test to see whether mail arrives.
