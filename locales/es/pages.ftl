### Todo lo que lee una persona. Di qué ha pasado y qué hacer ahora, con sus propias palabras.

## En todas las páginas

error-prefix = Error:
summary-title = Hay un problema
footer-languages = Idioma
footer-home = Página principal
footer-support = Ayuda
footer-status = Estado del servicio
footer-privacy = Privacidad
footer-terms = Condiciones
logged-in-as = Tienes la sesión abierta como

## Botones y enlaces de varias páginas

action-continue = Continuar
action-login = Iniciar sesión
action-logout = Cerrar sesión
action-signup = Crear cuenta
action-support = Pedir ayuda

## Campos de varias páginas

email-label = Correo electrónico
password-label = Contraseña
password-show = Mostrar
password-hide = Ocultar
new-password-label = Crea una contraseña
new-password-hint = Al menos { $number } caracteres. Tres palabras sin relación funcionan bien.
username-label = Nombre de usuario
username-optional-label = Nombre de usuario (opcional)
username-hint = De 3 a 32 letras, números, puntos, guiones o guiones bajos.
locale-label = Idioma
time-zone-label = Zona horaria

## Iniciar sesión

login-title = Iniciar sesión
email-or-username-label = Correo electrónico o nombre de usuario
login-forgot = ¿Olvidaste tu contraseña?
login-remember =
    { $days ->
        [one] Mantener la sesión abierta 1 día
       *[other] Mantener la sesión abierta { $days } días
    }
login-no-account = ¿Aún no tienes cuenta?
login-already-title = Hola de nuevo
login-already-other = Usar otra cuenta

## Crear cuenta

signup-title = Crear cuenta
signup-name-label = Nombre completo (opcional)
signup-suggestion = ¿Querías decir esto?
signup-terms = Acepto las condiciones y la política de privacidad
signup-have-account = ¿Ya tienes cuenta?
signup-closed-title = El registro está cerrado
signup-closed-text = { $site } no admite cuentas nuevas por ahora. Si ya tienes una, inicia sesión.
signup-closed-invitation-title = Necesitas una invitación
signup-closed-invitation-text = Pide a tu contacto en { $site } que te invite. La invitación llega por correo, con un enlace para crear tu cuenta.

## Mira tu correo

check-mail-title = Mira tu correo
check-mail-sent = Hemos enviado un código y un enlace a
check-mail-code-label = Código
check-mail-code-hint =
    { $minutes ->
        [one] Los 6 números del mensaje. Sirven durante 1 minuto.
       *[other] Los 6 números del mensaje. Sirven durante { $minutes } minutos.
    }
check-mail-link =
    { $hours ->
        [one] O abre el enlace del mensaje en cualquier dispositivo. Sirve durante 1 hora.
       *[other] O abre el enlace del mensaje en cualquier dispositivo. Sirve durante { $hours } horas.
    }
check-mail-confirmed = Ya lo he confirmado
check-mail-missing-title = ¿No te ha llegado?
check-mail-missing-text = El remitente es { $sender }. Mira también en la carpeta de correo no deseado.
check-mail-resend = Enviar otra vez
check-mail-wait =
    { $seconds ->
        [one] Puedes pedir otro mensaje dentro de 1 segundo.
       *[other] Puedes pedir otro mensaje dentro de { $seconds } segundos.
    }
check-mail-wrong-address = ¿La dirección está mal?

## Confirmar una dirección

verify-title = Confirma tu correo
verify-text = Confirma que esta dirección es tuya:
verify-submit = Confirmar
verify-dead-title = Este enlace ya no sirve
verify-dead-text = Ha caducado, ya se ha usado o un mensaje más reciente lo ha sustituido.
verify-dead-send = Enviar un enlace nuevo
verified-title = Correo confirmado
verified-text = Ya puedes iniciar sesión.
verified-other = En este navegador sigue abierta la sesión de
verified-continue = Continuar con esta cuenta

## Cerrar sesión

logout-title = ¿Cerrar sesión?
logout-stay = Volver a tu cuenta
logged-out-title = Has cerrado sesión
logged-out-text = Has cerrado la sesión de { $site } en este navegador, y la de cada aplicación que usabas aquí con esta cuenta.
logged-out-again = Volver a iniciar sesión

## Cuenta

account-title = Tu cuenta
account-manage = Administrar este sitio
account-profile = Perfil
account-name = Nombre
account-name-none = Sin indicar
account-login = Inicio de sesión
account-since = Cuenta creada
account-last-login = Última sesión
account-pending = Falta que confirmes:
account-pending-until = Abre el enlace que enviamos allí antes del { $time }. Tu correo sigue siendo el mismo hasta que confirmes.
account-pending-cancel = Cancelar cambio
account-data = Tus datos
account-export-text = Una copia de lo que guardamos sobre ti, en un archivo JSON.
account-export = Descargar tus datos
account-delete-text = Cierra tu cuenta y elimina lo que guardamos sobre ti. Tienes unos días para cambiar de idea.

## Avisos: una línea al principio de la página siguiente

notice-verified = Tu correo está confirmado. Inicia sesión para continuar.
notice-code-sent = Un mensaje nuevo está en camino.
notice-profile-saved = Tu perfil está guardado.
notice-email-change-sent = Hemos enviado un enlace a tu dirección nueva. Ábrelo para confirmar el cambio.
notice-email-change-resent = Un mensaje nuevo va de camino a tu dirección nueva.
notice-email-change-cancelled = El cambio está cancelado. Tu correo sigue siendo el mismo.
notice-email-changed = Tu correo ha cambiado.
notice-email-undone = Esta dirección sigue siendo tuya y se ha cerrado la sesión en todos los dispositivos. Elige ahora una contraseña nueva.
notice-deletion = Tu cuenta se eliminará. El mensaje que te hemos enviado dice cuándo. Inicia sesión antes para conservarla.
notice-deletion-undone = Hola de nuevo. Tu cuenta se conserva.

## Cuando una página no se puede mostrar

error-reference = Referencia

error-not-found-title = No encontramos esta página
error-not-found-text = No hay nada en esta dirección. Compruébala o empieza por la página de inicio de sesión.
error-not-found-next = Ir a iniciar sesión

error-method-title = Esta página no puede hacer eso
error-method-text = La dirección existe, pero no acepta este tipo de petición. Abre la página otra vez y usa sus botones.
error-method-next = Abrir la página

error-bad-request-title = No hemos podido leerlo
error-bad-request-text = Lo que ha llegado está incompleto. Abre la página otra vez e inténtalo de nuevo.
error-bad-request-next = Abrir la página otra vez

error-too-large-title = Es demasiado texto
error-too-large-text = El formulario ocupa más de lo que admite esta página. Acorta lo que has escrito y envíalo otra vez.
error-too-large-next = Abrir la página otra vez

error-cross-site-title = Abre la página otra vez
error-cross-site-text = Este formulario se envió desde otra página y no lo hemos aceptado. Abre la página otra vez e inténtalo de nuevo.
error-cross-site-next = Abrir la página otra vez

error-busy-title = Mucha gente está iniciando sesión
error-busy-text =
    { $seconds ->
        [one] Espera 1 segundo e inténtalo otra vez.
       *[other] Espera { $seconds } segundos e inténtalo otra vez.
    }
error-busy-next = Intentar otra vez

error-unavailable-title = No podemos acceder a nuestros datos
error-unavailable-text = Si tenías la sesión abierta, sigue abierta. Inténtalo otra vez dentro de un momento.
error-unavailable-next = Intentar otra vez

error-timeout-title = Ha tardado demasiado
error-timeout-text = Hemos dejado de esperar antes de tener la respuesta. Inténtalo otra vez dentro de un momento.
error-timeout-next = Intentar otra vez
error-slow-title = Tu conexión ha ido demasiado lenta
error-slow-text = El formulario no ha llegado entero a tiempo, así que no se ha cambiado nada. Inténtalo otra vez cuando la conexión vaya mejor.
error-slow-next = Intentar otra vez

error-internal-title = Algo ha fallado aquí
error-internal-text = No es culpa tuya y ya lo hemos anotado. Inténtalo otra vez dentro de un momento. Si pides ayuda, indica la referencia de abajo.
error-internal-next = Intentar otra vez

error-nowhere-title = Aquí no hay nada
error-nowhere-text = Ninguna página responde en esta dirección. Comprueba que esté bien escrita.
error-nowhere-next = Ir al principio

## La página de inicio, que no es de ningún sitio

home-title = Portal de acceso
home-text = Aquí se inicia sesión en distintos sitios. Para llegar al tuyo, empieza desde el propio sitio.

## El buzón de desarrollo

mailbox-title = Buzón
mailbox-empty-title = Aún no hay mensajes
mailbox-empty-text = Aquí aparecen los mensajes que se habrían enviado. Crea una cuenta en un sitio para recibir el primero.
mailbox-back = Todos los mensajes
mailbox-from = De
mailbox-to = Para
mailbox-sent = Enviado
mailbox-html = HTML
mailbox-text = Texto
mailbox-headers = Cabeceras

## Contraseña olvidada
forgot-title = ¿Olvidaste tu contraseña?
forgot-text = Escribe tu correo y te enviaremos un código y un enlace para elegir una contraseña nueva.
forgot-submit = Enviar
forgot-back = Volver a iniciar sesión
reset-title = Elige una contraseña nueva
reset-sent = Si hay una cuenta con esta dirección, un mensaje con un código y un enlace va de camino a
reset-for = Para la cuenta de
reset-password-label = Contraseña nueva
reset-submit = Cambiar contraseña
reset-missing-text = El remitente es { $sender }. Mira también en la carpeta de correo no deseado y comprueba que esta es la dirección con la que creaste la cuenta.
reset-again = Enviar otro mensaje o usar otra dirección
notice-password-changed = Tu contraseña ha cambiado y se ha cerrado tu sesión en todas partes. Inicia sesión con la nueva.
problem-new-password-missing = Escribe una contraseña nueva
problem-new-password-too-short =
    { $number ->
        [one] Usa una contraseña de al menos 1 carácter
       *[other] Usa una contraseña de al menos { $number } caracteres
    }
problem-new-password-too-long = Usa una contraseña más corta. Puede ocupar hasta { $number } bytes
problem-new-password-common = Elige otra contraseña. Esta, o una muy parecida, aparece en listas de contraseñas filtradas
problem-new-password-context = Elige una contraseña que no contenga tu correo ni el nombre de este sitio
problem-new-password-unusable = Escribe la contraseña otra vez. Contiene un carácter que no se puede usar
problem-code-wrong-or-expired = Este código no es correcto o ya no funciona. Mira el último mensaje o pide uno nuevo
mail-reset-subject = Elige una contraseña nueva para { $site }
mail-reset-title = Elige una contraseña nueva
mail-reset-link =
    { $minutes ->
        [one] O abre este enlace. Sirve durante 1 minuto.
       *[other] O abre este enlace. Sirve durante { $minutes } minutos.
    }
mail-reset-button = Elegir contraseña nueva
mail-reset-ignore = Si no lo has pedido tú, ignora este mensaje. Tu contraseña no ha cambiado.
mail-password-changed-subject = Se cambió tu contraseña de { $site }
mail-password-changed-title = Se cambió tu contraseña
mail-password-changed-text = Se cambió el { $time }.
mail-password-changed-not-me = Si no has sido tú, elige una contraseña nueva ahora:

## Contraseña y dispositivos
change-password-title = Cambiar contraseña
current-password-label = Contraseña actual
change-password-end-others = Cerrar sesión en mis otros dispositivos
change-password-submit = Cambiar contraseña
account-devices = Dispositivos
account-devices-text = Dónde tienes la sesión abierta. Cierra las que no reconozcas y después cambia tu contraseña.
account-device-this = Este dispositivo
account-device-known = { $browser } en { $system }
account-device-unknown = Navegador desconocido
account-device-seen = Última actividad: { $time }
account-device-since = Sesión iniciada: { $time }
account-device-end = Cerrar sesión
account-devices-end-others = Cerrar sesión en todos los demás
account-events = Actividad reciente
event-address-proven = Confirmaste tu correo
event-logged-in = Iniciaste sesión
event-login-refused = Alguien intentó iniciar sesión y no lo consiguió
event-logged-out = Cerraste sesión
event-device-ended = Cerraste la sesión de uno de tus dispositivos
event-other-devices-ended = Cerraste la sesión de todos los demás dispositivos
event-password-changed = Cambiaste tu contraseña
event-password-refused = Alguien escribió mal tu contraseña actual
event-password-reset = Tu contraseña se sustituyó por correo
event-profile-changed = Cambiaste tu perfil
event-email-change-asked = Pediste cambiar tu correo
event-email-change-cancelled = Cancelaste el cambio de tu correo
event-email-changed = Cambiaste tu correo
event-email-change-undone = El cambio de tu correo se deshizo desde un mensaje
event-identity-confirmed = Confirmaste que eres tú
event-data-exported = Descargaste tus datos
event-deletion-asked = Pediste eliminar tu cuenta
event-deletion-undone = Iniciaste sesión y conservaste tu cuenta
event-new-device = Iniciaste sesión desde un dispositivo nuevo
event-deleted = Tu cuenta se eliminó
notice-password-replaced = Tu contraseña ha cambiado.
notice-device-ended = Se ha cerrado la sesión en ese dispositivo.
notice-devices-ended = Se ha cerrado la sesión en todos los demás dispositivos.
problem-current-password-missing = Escribe tu contraseña actual
problem-current-password-wrong = Esta no es tu contraseña actual
problem-current-password-too-long = Esta no es tu contraseña actual
problem-current-password-unusable = Esta no es tu contraseña actual
problem-new-password-same = Elige una contraseña distinta de la actual

## Confirmar que eres tú
confirm-identity-title = Confirma que eres tú
confirm-identity-text = Escribe otra vez tu contraseña para continuar con la cuenta de

## Perfil
profile-title = Editar perfil
profile-locale-hint = Los mensajes que te enviamos están en este idioma.
profile-time-zone-hint = Las horas que te mostramos son de esta zona.
profile-submit = Guardar

## Cambio de correo
change-email-title = Cambiar correo
change-email-text = Hasta que confirmes la dirección nueva, tu correo sigue siendo
new-email-label = Correo nuevo
change-email-hint = Enviamos un enlace a esta dirección y avisamos a la actual.
change-email-submit = Enviar el enlace
email-change-title = Confirma tu correo nuevo
email-change-text = Confirma que esta dirección es tuya. Desde entonces inicias sesión con ella.
email-undo-title = Protege tu cuenta
email-undo-asked = Alguien pidió cambiar el correo de tu cuenta. Con esto conservas la dirección
email-undo-changed = Alguien cambió el correo de tu cuenta. Con esto recuperas la dirección
email-undo-next = Se cerrará la sesión en todos los dispositivos y después elegirás una contraseña nueva.
email-undo-keep = Conservar esta dirección
email-undo-bring-back = Recuperar esta dirección
link-dead-account = Ir a tu cuenta

## Eliminar una cuenta
delete-account-title = Eliminar cuenta
delete-account-text = Vas a eliminar la cuenta de
delete-account-days =
    { $days ->
        [one] Tu sesión se cierra de inmediato en todas partes. Pasado 1 día, todo se elimina para siempre.
       *[other] Tu sesión se cierra de inmediato en todas partes. Pasados { $days } días, todo se elimina para siempre.
    }
delete-account-keep = Si inicias sesión antes, tu cuenta se conserva. Te enviaremos un mensaje con la fecha.
delete-account-export = Descargar antes tus datos

## Días
date =
    { $day } de { $month ->
        [1] enero
        [2] febrero
        [3] marzo
        [4] abril
        [5] mayo
        [6] junio
        [7] julio
        [8] agosto
        [9] septiembre
        [10] octubre
        [11] noviembre
       *[12] diciembre
    } de { $year }

## Invitaciones
invitation-title = Elige una contraseña
invitation-for = Tienes una invitación. Elige una contraseña para la cuenta de
invitation-submit = Aceptar la invitación
notice-invitation-accepted = Tu cuenta está lista. Inicia sesión con tu nueva contraseña.
mail-invitation-subject = Tienes una invitación a { $site }
mail-invitation-title = Tienes una invitación a { $site }
mail-invitation-text = Quienes llevan { $site } han creado una cuenta para esta dirección. Elige una contraseña y será tuya.
mail-invitation-link =
    { $days ->
        [one] Abre este enlace en cualquier dispositivo. Sirve una vez, durante 1 día.
       *[other] Abre este enlace en cualquier dispositivo. Sirve una vez, durante { $days } días.
    }
mail-invitation-button = Elegir contraseña
mail-invitation-admin = La invitación es para administrar { $site }. Cuando hayas iniciado sesión, su panel está aquí:
mail-invitation-ignore = Si no conoces este sitio, ignora este mensaje. Sin el enlace no pasa nada.

## Administración
event-user-created = Quienes llevan este sitio crearon tu cuenta
event-user-invited = Recibiste una invitación
event-invitation-sent = Tu invitación se envió de nuevo
event-invitation-accepted = Aceptaste la invitación
event-user-changed = Quienes llevan este sitio cambiaron tu perfil
event-role-changed = Quienes llevan este sitio cambiaron lo que puedes hacer
event-user-disabled = Quienes llevan este sitio desactivaron tu cuenta
event-user-enabled = Quienes llevan este sitio reactivaron tu cuenta
event-user-deleted = Quienes llevan este sitio eliminaron tu cuenta
event-reset-sent = Quienes llevan este sitio te enviaron un correo para elegir una contraseña nueva
event-logins-ended = Quienes llevan este sitio cerraron todas tus sesiones
problem-last-admin = Eres la única persona que administra este sitio. Nombra antes a otra
problem-protected = Esta cuenta está protegida. Pide a quien opera este sitio que la elimine
problem-username-not-allowed = Este sitio no tiene nombres de usuario
problem-limit-out-of-range = Usa un número de 1 a { $number }
api-forbidden = Esto es solo para quienes administran el sitio
api-last-admin = El sitio se quedaría sin nadie que lo administre y pueda iniciar sesión. Nombra antes a otra persona
api-user-protected = Esta cuenta está protegida. Solo quien opera el portal puede cambiarlo
api-wrong-status = El estado de la cuenta no lo permite
