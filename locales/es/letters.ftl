## Correo: lo que comparten todos los mensajes

mail-sent-to = Este mensaje se envió a
mail-link-written-out = Si el botón no funciona, abre esta dirección:

## Correo: confirmar una dirección

mail-verify-subject = Confirma tu correo para { $site }
mail-verify-preheader =
    { $minutes ->
        [one] Tu código es { $code }. Sirve durante 1 minuto.
       *[other] Tu código es { $code }. Sirve durante { $minutes } minutos.
    }
mail-verify-title = Confirma tu correo
mail-verify-code =
    { $minutes ->
        [one] Escribe este código en la página que te lo pide. Sirve durante 1 minuto.
       *[other] Escribe este código en la página que te lo pide. Sirve durante { $minutes } minutos.
    }
mail-verify-link =
    { $hours ->
        [one] O abre este enlace en cualquier dispositivo. Sirve una vez, durante 1 hora.
       *[other] O abre este enlace en cualquier dispositivo. Sirve una vez, durante { $hours } horas.
    }
mail-verify-button = Confirmar correo
mail-verify-ignore = Si no lo has pedido tú, ignora este mensaje. Sin el código o el enlace no pasa nada.

## Correo: esta dirección ya tiene cuenta

mail-already-subject = Ya tienes una cuenta en { $site }
mail-already-title = Ya tienes una cuenta
mail-already-text = Alguien ha intentado crear una cuenta en { $site } con esta dirección, que ya tiene una. Si has sido tú, inicia sesión.
mail-already-forgot = ¿Olvidaste tu contraseña? Elige una nueva aquí:
mail-already-ignore = Si no lo has pedido tú, ignora este mensaje. Tu cuenta no ha cambiado.

## Correo: lo que comparten los mensajes de seguridad
mail-device = Dispositivo:
mail-network = Dirección de red:
mail-if-you = Si has sido tú, no tienes que hacer nada.

## Correo: confirmar una dirección nueva
mail-email-change-subject = Confirma tu correo nuevo para { $site }
mail-email-change-title = Confirma tu correo nuevo
mail-email-change-text = Alguien ha pedido usar esta dirección para su cuenta en { $site }. Si has sido tú, confirma que la dirección es tuya.
mail-email-change-link =
    { $hours ->
        [one] Abre este enlace en cualquier dispositivo. Sirve una vez, durante 1 hora.
       *[other] Abre este enlace en cualquier dispositivo. Sirve una vez, durante { $hours } horas.
    }
mail-email-change-ignore = Si no lo has pedido tú, ignora este mensaje. Sin el enlace no pasa nada.

## Correo: una dirección nueva que ya tiene cuenta
mail-email-taken-subject = Ya tienes una cuenta en { $site }
mail-email-taken-title = Esta dirección tiene una cuenta
mail-email-taken-text = Alguien ha pedido pasar otra cuenta de { $site } a esta dirección, que ya tiene una. No ha cambiado nada. Si has sido tú, inicia sesión en la cuenta de esta dirección.

## Correo: aviso a la dirección anterior
mail-email-change-notice-subject = Alguien ha pedido cambiar tu correo en { $site }
mail-email-change-notice-title = Alguien ha pedido cambiar tu correo
mail-email-change-notice-text = El { $time }, alguien pidió cambiar el correo de tu cuenta en { $site }.
mail-email-change-notice-undo =
    { $days ->
        [one] Si no has sido tú, abre este enlace en el plazo de 1 día. Conserva esta dirección para tu cuenta, cierra la sesión en todos los dispositivos y te deja elegir una contraseña nueva.
       *[other] Si no has sido tú, abre este enlace en el plazo de { $days } días. Conserva esta dirección para tu cuenta, cierra la sesión en todos los dispositivos y te deja elegir una contraseña nueva.
    }
mail-email-change-notice-button = No he sido yo

## Correo: un dispositivo nuevo
mail-new-device-subject = Un inicio de sesión nuevo en { $site }
mail-new-device-title = Un inicio de sesión nuevo en tu cuenta
mail-new-device-text = El { $time }, alguien inició sesión en tu cuenta de { $site }, con un navegador y desde una red que no habíamos visto antes.

## Correo: una cuenta se va a eliminar
mail-deletion-subject = Tu cuenta en { $site } se eliminará
mail-deletion-title = Tu cuenta se eliminará
mail-deletion-text = Tu cuenta en { $site } está cerrada. Todo lo que contiene se elimina para siempre el { $until }.
mail-deletion-keep =
    { $days ->
        [one] Tienes 1 día para cambiar de idea. Si inicias sesión antes, tu cuenta se conserva.
       *[other] Tienes { $days } días para cambiar de idea. Si inicias sesión antes, tu cuenta se conserva.
    }
mail-deletion-not-me = Si no has sido tú, inicia sesión y cambia tu contraseña.

## Correo: una cuenta se queda
mail-deletion-undone-subject = Tu cuenta en { $site } se conserva
mail-deletion-undone-title = Tu cuenta se conserva
mail-deletion-undone-text = Iniciaste sesión el { $time }, así que tu cuenta en { $site } no se elimina.
