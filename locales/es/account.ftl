## Cuenta: lo que pasó

account-events-all = Todos los eventos
events-title = Lo que pasó
events-text = Todo lo que se hizo o se intentó con tu cuenta en el último año.
events-none = No hay nada más.
events-older = Anteriores
events-newest = Más recientes

## Cuenta: perfil

profile-password-hint = Solo hace falta para cambiar el nombre de usuario.

## Correo: una cuenta se va a eliminar, a una dirección que tuvo antes

mail-deletion-formerly = Esta dirección era antes la de la cuenta. Si no fuiste tú quien cambió la dirección y cerró la cuenta, abre el enlace de nuestro mensaje anterior sobre el cambio de correo. Te devuelve la cuenta.

## Una contraseña provisional

notice-temporary-password = La contraseña que recibiste era provisional. Elige ahora la tuya y después inicia sesión con ella.
event-temporary-password-made = Recibiste una contraseña provisional y se cerró la sesión en todos tus dispositivos
event-temporary-password-used = Alguien usó la contraseña provisional para elegir una nueva
mail-temporary-password-subject = Una contraseña provisional para { $site }
mail-temporary-password-title = Recibiste una contraseña provisional
mail-temporary-password-text = Quienes llevan { $site } crearon una contraseña provisional para tu cuenta. Te la dirán ellos mismos; no está en este mensaje. Se cerró la sesión en todos tus dispositivos.
mail-temporary-password-until = Inicia sesión con ella antes del { $time } y elige una contraseña tuya.
mail-temporary-password-not-me = Si no la pediste, elige tú una contraseña nueva y la provisional dejará de funcionar:
api-password-change-required = Esta contraseña es provisional. Elige otra con reset_token y después inicia sesión con ella.
api-temporary-passwords-off = Este sitio no ha activado las contraseñas provisionales.
