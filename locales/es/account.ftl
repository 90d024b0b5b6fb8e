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
