### People, and what they did, in the dashboard.

admin-nav-users = Users
admin-nav-invitations = Invitations
admin-nav-audit = Audit
admin-nav-record = Audit

## Lists of people

people-search = Search
people-search-hint = The beginning of an email, its domain, a first or last name or a username; or a whole id.
people-role = Role
people-any-role = Any role
people-member = User
people-admin = Admin
people-role-hint = An admin manages this site's users and settings.
people-status = State
people-any-status = Any state
people-active = Active
people-disabled = Disabled
people-invited = Invited
people-unverified = Email not confirmed
people-protected = Protected
people-verified = Email confirmed
people-verified-yes = Confirmed
people-verified-no = Not confirmed
people-either = Either
people-days = By day
people-created = Created
people-created-from = Created from (UTC)
people-created-to = Created until (UTC)
people-seen = Last login
people-seen-from = Last login from (UTC)
people-seen-to = Last login until (UTC)
people-never = Never
people-email = Email
people-choose = Select
people-export = Download CSV
people-all = Show all users
people-none = No user fits
people-none-text = Searches find what begins with the words. Try fewer of them, or take filters away.
people-none-yet = Nobody here yet
people-none-yet-text = People appear here when they sign up or are invited.
people-first = First page
people-total = { $number ->
    [one] 1 in all
   *[other] { $number } in all
 }
people-total-many = More than { $number }. Type more of a name, or set a filter, to narrow the list.
people-bulk = With those selected
people-bulk-all = All { $number } in this list
people-bulk-all-many = All in this list, more than { $number }

## One of them

people-profile = Profile
people-name = Name
people-name-optional = Name (optional)
people-username = Username
people-username-optional = Username (optional)
people-id = Id
people-language = Language
people-time-zone = Time zone
people-not-given = Not given
people-invitation = Invitation
people-open-until = Open until
people-until = until
people-pending = Pending
people-expired = Expired
people-acts = What you can do
people-danger = Take care
people-sessions = Logins
people-no-sessions = Not logged in anywhere.
people-session-since = since
people-session-seen = last seen
people-session-end = End login
people-session-end-text = This browser or app is logged out at once and asks for the password again. Other logins go on. The owner is told by mail.
people-events = What happened
people-letters = Mails sent to this address
people-events-all = All of it
people-no-events = Nothing yet.
people-edit = Edit
people-edit-text = The email and the password are only for the owner to change.
people-protect = Protected: cannot be disabled or deleted, and stays an admin
people-save = Save
people-cancel = Cancel
people-back = Back
people-notice-changed = The account was changed.
people-notice-invited = The invitation is on its way.
people-notice-session-ended = The login was ended.

## What can be done to one

people-act-send-reset = Send a reset link
people-act-send-reset-text = Mails a link to choose a new password. The old one counts until that is done.
people-act-send-reset-done = A mail with the link is on its way.
people-act-resend-invitation = Send the invitation again
people-act-resend-invitation-text = Mails another link to accept the invitation. The older link stops working.
people-act-resend-invitation-done = The invitation is on its way.
people-act-end-sessions = End all logins
people-act-end-sessions-text = Logs out every browser and app at once. The owner is told by mail and can log in again.
people-act-end-sessions-done = All logins were ended.
people-act-enable = Enable the account
people-act-enable-text = Lets the owner log in again. The owner is told by mail.
people-act-enable-done = The account is enabled.
people-act-make-admin = Make an admin
people-act-make-admin-text = Lets the account manage this site's users and settings, at once. The owner is told by mail.
people-act-make-admin-done = The account is an admin now.
people-act-make-member = Take the admin role away
people-act-make-member-text = The account keeps everything but the dashboard. The owner is told by mail.
people-act-make-member-done = The account is no admin any more.
people-act-disable = Disable the account
people-act-disable-text = Ends every login, and nobody can log in until the account is enabled again. Nothing is deleted. The owner is told by mail.
people-act-disable-done = The account is disabled.
people-act-withdraw-invitation = Withdraw the invitation
people-act-withdraw-invitation-text = The link stops working, and the account that was waiting goes.
people-act-withdraw-invitation-done = The invitation was withdrawn.
people-act-delete = Delete the account
people-act-delete-text = Deletes the account and everything that belongs to it, at once and for good. What admins did to it stays in the audit. The owner is told by mail.
people-act-delete-done = The account was deleted.
people-act-temporary-password = Make a temporary password
people-act-temporary-password-text = Shows a password once, for you to hand over. All it is good for is to choose another one. The present password and every login end. The owner is told by mail.
people-temporary-made = Temporary password
people-temporary-once = Hand it over now: it is stored nowhere and cannot be shown again.
people-kept-protected = This account is protected. The operator can lift that under “Edit”.
people-kept-last-admin = This is the site's last admin who can log in. Make somebody else an admin first.
people-wrong-status = The account has changed meanwhile, so this no longer applies. Go back to see how it is now.
people-too-many-letters = This address was sent enough mails for now. Try again later.

## Inviting

people-invite = Invite somebody
people-invite-text = They get a mail with a link, choose a password, and so confirm their email.
people-invite-send = Send invitation
people-invitations-lead = People who were invited and have not accepted yet.
people-no-invitations = No open invitations
people-no-invitations-text = Whoever you invite stands here until they accept.
people-resend = Resend
people-withdraw = Withdraw

## The same for many

people-bulk-end-logins = End all logins
people-bulk-end-logins-text = Logs each of them out of every browser and app at once. They can log in again. The owners are told by mail.
people-bulk-disable = Disable accounts
people-bulk-disable-text = Ends every login, and none of them can log in until the account is enabled again. Nothing is deleted. The owners are told by mail.
people-bulk-enable = Enable accounts
people-bulk-enable-text = Lets those who are disabled log in again. The owners are told by mail.
people-bulk-left-out = Admins and protected accounts are left out.
people-bulk-none = Nobody is selected. Go back and tick some accounts.
people-bulk-count = { $number ->
    [one] 1 account
   *[other] { $number } accounts
 }
people-bulk-changed = { $number ->
    [one] 1 account was changed.
   *[other] { $number } accounts were changed.
 }
people-bulk-left = { $number ->
    [one] 1 was left as it is: there was nothing to do, or it is an admin or protected.
   *[other] { $number } were left as they are: there was nothing to do, or they are admins or protected.
 }
people-bulk-by-itself = So many take a while. It goes on by itself, and you can stop it.
people-bulk-done = { $done } of { $total } accounts gone through
people-bulk-goes-on = It goes on by itself, also when you leave this page.
people-bulk-stopped = Stopped after { $done } of { $total } accounts
people-bulk-ordered = Begun on { $time }
people-bulk-stop = Stop here
people-bulk-again = Look again
people-bulk-look = See how far it is
people-bulk-back = Back to the users

## The record

audit-lead = Nothing here can be changed. Entries are kept for a year.
audit-what = What
audit-when = When
audit-who = Who
audit-account = Account
audit-site = Site
audit-address = Network address
audit-about = Account (email or id)
audit-about-site = Site (short name)
audit-result = Result
audit-from = From (UTC)
audit-to = Until (UTC)
audit-done = Done
audit-refused = Refused
audit-any-action = Anything
audit-by-anybody = Anybody
audit-by-person = A user or visitor
audit-by-admin = An admin
audit-by-operator = The operator
audit-by-system = Vestibule
audit-by-account = Account { $id }
audit-gone = Deleted account
audit-csv = Download CSV
audit-jsonl = Download JSON lines
audit-none = No entry fits
audit-none-text = Try another time, or take filters away.
audit-none-yet = Nothing has happened yet
audit-none-yet-text = Logins, changes and what admins do appear here.
audit-all = Show everything
audit-newest = Newest
audit-older = Older
audit-target = Concerns
audit-program = Program
audit-word = Kind
audit-changes = What has changed
audit-field = Field
audit-before = Before
audit-after = After
audit-nothing = Nothing

did-address-proven = Email confirmed
did-logged-in = Logged in
did-new-device = Logged in from a new device
did-login-refused = Login refused
did-logged-out = Logged out
did-token-reused = Logged out because a token came twice
did-identity-confirmed = Password confirmed
did-device-ended = One login ended by its owner
did-other-devices-ended = All other logins ended by their owner
did-password-changed = Password changed
did-password-refused = Current password refused
did-password-reset = Password reset by mail
did-profile-changed = Profile changed
did-email-change-asked = Change of email asked for
did-email-change-cancelled = Change of email cancelled
did-email-changed = Email changed
did-email-change-undone = Change of email undone
did-data-exported = Own data downloaded
did-deletion-asked = Deletion asked for
did-deletion-undone = Deletion undone
did-deleted = Account gone for good
did-user-created = Account added
did-user-invited = Invited
did-invitation-sent = Invitation sent again
did-invitation-accepted = Invitation accepted
did-invitation-withdrawn = Invitation withdrawn
did-user-changed = Account changed
did-role-changed = Role changed
did-user-disabled = Account disabled
did-user-enabled = Account enabled
did-user-deleted = Account deleted
did-reset-sent = Reset link sent
did-logins-ended = All logins ended
did-login-ended = One login ended
did-users-exported = List of users downloaded
did-record-exported = Audit downloaded
did-client-created = App registered
did-client-changed = App changed
did-client-deleted = App removed
did-client-secret-added = Secret of an app added
did-client-secret-revoked = Secret of an app revoked
did-look-published = Look published
did-look-restored = Older look brought back
did-letters-retried = Letters tried again
did-mail-tested = Mail settings tried out
did-app-allowed = App allowed
did-device-allowed = App on a device allowed
did-app-revoked = Access of an app taken away
did-app-code-reused = Access of an app ended because a code came twice
did-app-token-reused = Access of an app ended because a token came twice
did-temporary-password-made = Temporary password made
did-temporary-password-used = Temporary password used
did-site-created = Site added
did-site-changed = Site changed
did-site-disabled = Site disabled
did-site-enabled = Site enabled
did-site-deleted = Site deleted
did-key-rotated = Signing key rotated
did-operator-logged-in = Operator logged in
did-operator-logged-out = Operator logged out
did-operator-confirmed = Master key confirmed
did-operator-refused = Wrong master key
did-operator-limited = Too many wrong master keys
did-entry-link-made = Login link made
did-entry-link-used = Login link used

## Charts

chart-logins = Logins per day
chart-logins-sum = { $number } in the last 30 days
chart-signups = Signups per day
chart-signups-sum = { $number } in the last 30 days
chart-hours-ago = 24 hours ago
chart-now = Now
chart-highest = Up to { $number }
chart-none = Nothing yet
chart-table = As a table
chart-day = Day (UTC)

## Letters about what an admin did

letter-administered = Change by an admin
mail-administered-subject = Your account at { $site } was changed by an admin
mail-administered-title = An admin changed your account
mail-administered-disabled = Your account at { $site } was disabled on { $time }. Nobody can log in to it until an admin enables it again.
mail-administered-enabled = Your account at { $site } was enabled on { $time }. You can log in again.
mail-administered-made-admin = You became an admin of { $site } on { $time }. You can manage its users and settings.
mail-administered-made-member = You stopped being an admin of { $site } on { $time }. The rest of your account stays as it is.
mail-administered-logged-out = All logins of your account at { $site } were ended on { $time }, in every browser and app. You can log in again.
mail-administered-login-ended = One login of your account at { $site } was ended on { $time }. You can log in again there.
mail-administered-deleted = Your account at { $site } was deleted on { $time }, with everything in it. Nothing is left to log in to.
mail-administered-ask = If you did not expect this, ask whoever runs { $site }.
