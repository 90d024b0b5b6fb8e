### Every word a person reads. Say what happened and what to do next, in the words of the person reading.

## Every page

error-prefix = Error:
summary-title = There is a problem
footer-languages = Language
footer-home = Home page
footer-support = Help
footer-status = Service status
footer-privacy = Privacy
footer-terms = Terms
logged-in-as = You are logged in as

## Buttons and links that several pages share

action-continue = Continue
action-login = Log in
action-logout = Log out
action-signup = Sign up
action-support = Get help

## Fields that several pages share

email-label = Email
password-label = Password
password-show = Show
password-hide = Hide
new-password-label = Create a password
new-password-hint = At least { $number } characters. Three unrelated words work well.
username-label = Username
username-optional-label = Username (optional)
username-hint = 3 to 32 letters, numbers, dots, hyphens or underscores.
locale-label = Language
time-zone-label = Time zone

## Log in

login-title = Log in
email-or-username-label = Email or username
login-forgot = Forgot password?
login-remember =
    { $days ->
        [one] Keep me logged in for 1 day
       *[other] Keep me logged in for { $days } days
    }
login-no-account = No account yet?
login-already-title = Welcome back
login-already-other = Use another account

## Sign up

signup-title = Sign up
signup-name-label = Full name (optional)
signup-suggestion = Did you mean:
signup-terms = I accept the terms and the privacy policy
signup-have-account = Already have an account?
signup-closed-title = Sign up is closed
signup-closed-text = { $site } is not taking new accounts right now. If you already have one, log in.
signup-closed-invitation-title = You need an invitation
signup-closed-invitation-text = Ask the person you know at { $site } to invite you. The invitation comes by mail, with a link to create your account.

## Check your mail

check-mail-title = Check your mail
check-mail-sent = We sent a code and a link to
check-mail-code-label = Code
check-mail-code-hint =
    { $minutes ->
        [one] The 6 numbers in the mail. They work for 1 minute.
       *[other] The 6 numbers in the mail. They work for { $minutes } minutes.
    }
check-mail-link =
    { $hours ->
        [one] Or open the link in the mail, on any device. It works for 1 hour.
       *[other] Or open the link in the mail, on any device. It works for { $hours } hours.
    }
check-mail-confirmed = I have confirmed
check-mail-missing-title = No mail yet?
check-mail-missing-text = It comes from { $sender }. Look in your spam folder too.
check-mail-resend = Send it again
check-mail-wait =
    { $seconds ->
        [one] You can ask for another mail in 1 second.
       *[other] You can ask for another mail in { $seconds } seconds.
    }
check-mail-wrong-address = Wrong address?

## Confirm an address

verify-title = Confirm your email
verify-text = Confirm that this address is yours:
verify-submit = Confirm
verify-dead-title = This link no longer works
verify-dead-text = It has expired, was already used, or a newer mail has replaced it.
verify-dead-send = Send a new link
verified-title = Email confirmed
verified-text = You can log in now.
verified-other = In this browser you are still logged in as
verified-continue = Continue with this account

## Log out

logout-title = Log out?
logout-stay = Back to your account
logged-out-title = You are logged out
logged-out-text = You are logged out of { $site } in this browser, and of every app that you used with this account here.
logged-out-again = Log in again

## Account

account-title = Your account
account-manage = Manage this site
account-profile = Profile
account-name = Name
account-name-none = Not given
account-login = Login
account-since = Member since
account-last-login = Last login
account-pending = Waiting for you to confirm:
account-pending-until = Open the link we sent there before { $time }. Your email stays as it is until you confirm.
account-pending-cancel = Cancel change
account-data = Your data
account-export-text = A copy of what we keep about you, as a JSON file.
account-export = Download your data
account-delete-text = Close your account and delete what we keep about you. You have some days to change your mind.

## Notices: one line on top of the next page

notice-verified = Your email is confirmed. Log in to continue.
notice-code-sent = A new mail is on its way.
notice-profile-saved = Your profile is saved.
notice-email-change-sent = We sent a link to your new address. Open it to confirm the change.
notice-email-change-resent = A new mail is on its way to your new address.
notice-email-change-cancelled = The change is cancelled. Your email stays as it is.
notice-email-changed = Your email is changed.
notice-email-undone = This address stays yours, and all devices are logged out. Choose a new password now.
notice-deletion = Your account will be deleted. The mail we sent you says when. Log in before then to keep it.
notice-deletion-undone = Welcome back. Your account stays.

## When a page cannot be shown

error-reference = Reference

error-not-found-title = Page not found
error-not-found-text = There is nothing at this address. Check it, or start from the login page.
error-not-found-next = Go to log in

error-method-title = This page cannot do that
error-method-text = The address exists, but it does not accept this kind of request. Open the page again and use its buttons.
error-method-next = Open the page

error-bad-request-title = We could not read that
error-bad-request-text = What arrived here was incomplete. Open the page again and retry.
error-bad-request-next = Open the page again

error-too-large-title = That was too much text
error-too-large-text = The form is larger than this page accepts. Shorten what you entered and send it again.
error-too-large-next = Open the page again

error-cross-site-title = Open the page again
error-cross-site-text = This form was sent from another page, so we did not accept it. Open the page again and retry.
error-cross-site-next = Open the page again

error-busy-title = Many people are logging in
error-busy-text =
    { $seconds ->
        [one] Wait 1 second, then try again.
       *[other] Wait { $seconds } seconds, then try again.
    }
error-busy-next = Try again

error-unavailable-title = We cannot reach our records
error-unavailable-text = If you were logged in, you still are. Try again in a moment.
error-unavailable-next = Try again

error-timeout-title = That took too long
error-timeout-text = We stopped waiting before the answer was ready. Try again in a moment.
error-timeout-next = Try again
error-slow-title = Your connection was too slow
error-slow-text = Not all of the form arrived in time, so nothing was changed. Try again when the connection is better.
error-slow-next = Try again

error-internal-title = Something went wrong here
error-internal-text = It is not your fault, and we have noted it. Try again in a moment. If you ask for help, give the reference below.
error-internal-next = Try again

error-nowhere-title = Nothing here
error-nowhere-text = No page answers at this address. Check the address for a typing mistake.
error-nowhere-next = Go to the start

## The start page, which belongs to no site

home-title = Login portal
home-text = People log in to their sites here. To reach yours, start from the site itself.

## The mailbox of development

mailbox-title = Mailbox
mailbox-empty-title = No mail yet
mailbox-empty-text = Letters that would have been sent appear here. Sign up on a site to get the first.
mailbox-back = All mail
mailbox-from = From
mailbox-to = To
mailbox-sent = Sent
mailbox-html = HTML
mailbox-text = Text
mailbox-headers = Headers

## Forgotten password
forgot-title = Forgot your password?
forgot-text = Enter your email, and we send you a code and a link to choose a new password.
forgot-submit = Send
forgot-back = Back to log in
reset-title = Choose a new password
reset-sent = If there is an account for this address, a mail with a code and a link is on its way to
reset-for = For the account of
reset-password-label = New password
reset-submit = Change password
reset-missing-text = It comes from { $sender }. Look in your spam folder too, and check that this is the address you signed up with.
reset-again = Send another mail, or use another address
notice-password-changed = Your password is changed, and you are logged out everywhere. Log in with the new one.
problem-new-password-missing = Enter a new password
problem-new-password-too-short =
    { $number ->
        [one] Use a password with at least 1 character
       *[other] Use a password with at least { $number } characters
    }
problem-new-password-too-long = Use a shorter password. It can take up to { $number } bytes
problem-new-password-common = Choose a different password. This one, or one very much like it, is on lists of leaked passwords
problem-new-password-context = Choose a password that does not contain your email or the name of this site
problem-new-password-unusable = Type the password again. It contains a character that cannot be used
problem-code-wrong-or-expired = This code is not right, or no longer works. Check the latest mail, or ask for a new one
mail-reset-subject = Choose a new password for { $site }
mail-reset-title = Choose a new password
mail-reset-link =
    { $minutes ->
        [one] Or open this link. It works for 1 minute.
       *[other] Or open this link. It works for { $minutes } minutes.
    }
mail-reset-button = Choose a new password
mail-reset-ignore = If you did not ask for this, ignore this mail. Your password has not changed.
mail-password-changed-subject = Your password for { $site } was changed
mail-password-changed-title = Your password was changed
mail-password-changed-text = It was changed on { $time }.
mail-password-changed-not-me = If this was not you, choose a new password now:

## Password and devices
change-password-title = Change password
current-password-label = Current password
change-password-end-others = Log out on my other devices
change-password-submit = Change password
account-devices = Devices
account-devices-text = Where you are logged in. Log out those you do not recognise, then change your password.
account-device-this = This device
account-device-known = { $browser } on { $system }
account-device-unknown = Unknown browser
account-device-seen = Last active { $time }
account-device-since = Logged in { $time }
account-device-end = Log out
account-devices-end-others = Log out on all other devices
account-events = Recent events
event-address-proven = You confirmed your email
event-logged-in = You logged in
event-login-refused = Someone tried to log in and did not get in
event-logged-out = You logged out
event-device-ended = You logged out one of your devices
event-other-devices-ended = You logged out all other devices
event-password-changed = You changed your password
event-password-refused = Someone gave a wrong current password
event-password-reset = Your password was replaced by mail
event-profile-changed = You changed your profile
event-email-change-asked = You asked to change your email
event-email-change-cancelled = You cancelled the change of your email
event-email-changed = You changed your email
event-email-change-undone = The change of your email was undone by mail
event-identity-confirmed = You confirmed that it is you
event-data-exported = You downloaded your data
event-deletion-asked = You asked to delete your account
event-deletion-undone = You logged in and kept your account
event-new-device = You logged in from a new device
event-deleted = Your account was deleted
notice-password-replaced = Your password is changed.
notice-device-ended = That device is logged out.
notice-devices-ended = All other devices are logged out.
problem-current-password-missing = Enter your current password
problem-current-password-wrong = This is not your current password
problem-current-password-too-long = This is not your current password
problem-current-password-unusable = This is not your current password
problem-new-password-same = Choose a password that is not your current one

## Confirm it is you
confirm-identity-title = Confirm it is you
confirm-identity-text = Enter your password once more to continue with the account of

## Profile
profile-title = Edit profile
profile-locale-hint = The mails we send you are in this language.
profile-time-zone-hint = The times we show you are in this zone.
profile-submit = Save

## Change of email
change-email-title = Change email
change-email-text = Until you confirm the new address, your email stays
new-email-label = New email
change-email-hint = We send a link to this address, and let your current one know.
change-email-submit = Send the link
email-change-title = Confirm your new email
email-change-text = Confirm that this address is yours. From then on, you log in with it.
email-undo-title = Keep your account safe
email-undo-asked = Someone asked to change the email of your account. This keeps the address
email-undo-changed = Someone changed the email of your account. This brings back the address
email-undo-next = All devices are logged out, and then you choose a new password.
email-undo-keep = Keep this address
email-undo-bring-back = Bring back this address
link-dead-account = Go to your account

## Delete an account
delete-account-title = Delete account
delete-account-text = You are about to delete the account of
delete-account-days =
    { $days ->
        [one] You are logged out everywhere at once. After 1 day, everything is deleted for good.
       *[other] You are logged out everywhere at once. After { $days } days, everything is deleted for good.
    }
delete-account-keep = Log in before then, and your account stays. We send you a mail with the date.
delete-account-export = Download your data first

## Days
date =
    { $month ->
        [1] January
        [2] February
        [3] March
        [4] April
        [5] May
        [6] June
        [7] July
        [8] August
        [9] September
        [10] October
        [11] November
       *[12] December
    } { $day }, { $year }

## Invitations
invitation-title = Choose a password
invitation-for = You are invited. Choose a password for the account of
invitation-submit = Accept the invitation
notice-invitation-accepted = Your account is ready. Log in with your new password.
mail-invitation-subject = You are invited to { $site }
mail-invitation-title = You are invited to { $site }
mail-invitation-text = The people who run { $site } have made an account for this address. Choose a password, and it is yours.
mail-invitation-link =
    { $days ->
        [one] Open this link on any device. It works once, for 1 day.
       *[other] Open this link on any device. It works once, for { $days } days.
    }
mail-invitation-button = Choose a password
mail-invitation-admin = You are invited to run { $site }. Once you have logged in, its dashboard is here:
mail-invitation-ignore = If you do not know this site, ignore this mail. Without the link nothing happens.

## Administration
event-user-created = Your account was made by the people who run this site
event-user-invited = You were invited
event-invitation-sent = Your invitation was sent again
event-invitation-accepted = You accepted the invitation
event-user-changed = The people who run this site changed your profile
event-role-changed = The people who run this site changed what you may do
event-user-disabled = The people who run this site disabled your account
event-user-enabled = The people who run this site enabled your account again
event-user-deleted = The people who run this site deleted your account
event-reset-sent = The people who run this site sent you a mail to choose a new password
event-logins-ended = The people who run this site logged you out everywhere
problem-last-admin = You are the only admin of this site. Make somebody else an admin first
problem-protected = This account is protected. Ask the operator of this site to delete it
problem-username-not-allowed = This site has no usernames
problem-limit-out-of-range = Use a number from 1 to { $number }
api-forbidden = This is for admins of the site only
api-last-admin = The site would be left without an admin who can log in. Make somebody else an admin first
api-user-protected = This account is protected. Only the operator can lift that
api-wrong-status = The account's status does not allow this
