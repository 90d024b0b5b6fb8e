## Account: what happened

account-events-all = All events
events-title = What happened
events-text = Everything that was done or tried with your account in the last year.
events-none = There is nothing more.
events-older = Older
events-newest = Newest

## Account: profile

profile-password-hint = Only needed to change the username.

## Mail: an account is to be deleted, to an address that it had before

mail-deletion-formerly = This address belonged to the account before. If it was not you who changed the address and closed the account, open the link in our earlier mail about the change of email. It brings the account back to you.

## A temporary password

notice-temporary-password = The password you were given was a temporary one. Choose your own now, then log in with it.
event-temporary-password-made = You were given a temporary password, and all your devices were logged out
event-temporary-password-used = Someone used the temporary password to choose a new one
mail-temporary-password-subject = A temporary password for { $site }
mail-temporary-password-title = You were given a temporary password
mail-temporary-password-text = The people who run { $site } made a temporary password for your account. They will tell it to you themselves; it is not in this mail. All your devices are logged out.
mail-temporary-password-until = Log in with it before { $time }, and choose a password of your own.
mail-temporary-password-not-me = If you did not ask for this, choose a new password yourself, and the temporary one no longer works:
api-password-change-required = This password is a temporary one. Choose another with reset_token, then log in with that.
api-temporary-passwords-off = This site has not turned temporary passwords on.
