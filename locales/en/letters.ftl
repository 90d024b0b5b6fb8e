## Mail: what all letters share

mail-sent-to = This mail was sent to
mail-link-written-out = If the button does nothing, open this address:

## Mail: confirm an address

mail-verify-subject = Confirm your email for { $site }
mail-verify-preheader =
    { $minutes ->
        [one] Your code is { $code }. It works for 1 minute.
       *[other] Your code is { $code }. It works for { $minutes } minutes.
    }
mail-verify-title = Confirm your email
mail-verify-code =
    { $minutes ->
        [one] Enter this code on the page that asks for it. It works for 1 minute.
       *[other] Enter this code on the page that asks for it. It works for { $minutes } minutes.
    }
mail-verify-link =
    { $hours ->
        [one] Or open this link on any device. It works for 1 hour, once.
       *[other] Or open this link on any device. It works for { $hours } hours, once.
    }
mail-verify-button = Confirm email
mail-verify-ignore = If you did not ask for this, ignore this mail. Nothing happens without the code or the link.

## Mail: this address already has an account

mail-already-subject = You already have an account at { $site }
mail-already-title = You already have an account
mail-already-text = Someone tried to sign up at { $site } with this address, which already has an account. If it was you, log in.
mail-already-forgot = Forgot your password? Choose a new one here:
mail-already-ignore = If you did not ask for this, ignore this mail. Your account has not changed.

## Mail: what letters about safety share
mail-device = Device:
mail-network = Network address:
mail-if-you = If this was you, there is nothing to do.

## Mail: confirm a new address
mail-email-change-subject = Confirm your new email for { $site }
mail-email-change-title = Confirm your new email
mail-email-change-text = Someone asked to use this address for their account at { $site }. If it was you, confirm that the address is yours.
mail-email-change-link =
    { $hours ->
        [one] Open this link on any device. It works for 1 hour, once.
       *[other] Open this link on any device. It works for { $hours } hours, once.
    }
mail-email-change-ignore = If you did not ask for this, ignore this mail. Nothing happens without the link.

## Mail: a new address that has an account already
mail-email-taken-subject = You already have an account at { $site }
mail-email-taken-title = This address has an account
mail-email-taken-text = Someone asked to move another account at { $site } to this address, which already has one. Nothing has changed. If it was you, log in to the account of this address.

## Mail: the old address is told
mail-email-change-notice-subject = Someone asked to change your email at { $site }
mail-email-change-notice-title = Someone asked to change your email
mail-email-change-notice-text = On { $time }, someone asked to change the email of your account at { $site }.
mail-email-change-notice-undo =
    { $days ->
        [one] If this was not you, open this link within 1 day. It keeps this address for your account, logs out all devices and lets you choose a new password.
       *[other] If this was not you, open this link within { $days } days. It keeps this address for your account, logs out all devices and lets you choose a new password.
    }
mail-email-change-notice-button = This was not me

## Mail: a new device
mail-new-device-subject = A new login at { $site }
mail-new-device-title = A new login to your account
mail-new-device-text = On { $time }, someone logged in to your account at { $site }, from a browser and a network that we had not seen before.

## Mail: an account is to be deleted
mail-deletion-subject = Your account at { $site } will be deleted
mail-deletion-title = Your account will be deleted
mail-deletion-text = Your account at { $site } is closed. Everything in it is deleted for good on { $until }.
mail-deletion-keep =
    { $days ->
        [one] You have 1 day to change your mind. Log in before then, and your account stays.
       *[other] You have { $days } days to change your mind. Log in before then, and your account stays.
    }
mail-deletion-not-me = If this was not you, log in and change your password.

## Mail: an account stays
mail-deletion-undone-subject = Your account at { $site } stays
mail-deletion-undone-title = Your account stays
mail-deletion-undone-text = You logged in on { $time }, so your account at { $site } is not deleted.
