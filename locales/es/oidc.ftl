### Lo que lee una persona camino de una aplicación y a la vuelta.

## Si la aplicación puede saberlo

consent-title = ¿Continuar a { $app }?
consent-other = ¿No eres tú? Usa otra cuenta
consent-scopes = { $app } quiere
consent-receiver = La respuesta va a
consent-details = La dirección exacta
consent-home = Su página:
consent-terms = Sus condiciones:
consent-privacy = Su política de privacidad:
consent-allow = Permitir
consent-deny = No permitir

scope-openid = saber que eres tú cuando inicias sesión
scope-profile = ver tu nombre, nombre de usuario, idioma y zona horaria
scope-email = ver tu correo electrónico
scope-address = ver tu dirección postal, si la hay
scope-phone = ver tu número de teléfono, si lo hay
scope-offline-access = conservar este acceso cuando no tengas la sesión abierta

## De vuelta a la aplicación

handover-title = De vuelta a la aplicación
handover-text = La aplicación se abre sola. Si no lo hace, continúa aquí.

## Demasiado tarde

stale-title = Empieza de nuevo
stale-text = Hace tiempo que { $app } te envió aquí. Tu cuenta está bien; solo la petición de la aplicación es demasiado antigua.
stale-anew = Empezar de nuevo

## Errores

error-unknown-app-title = No conocemos esta aplicación
error-unknown-app-text = La aplicación que te envió aquí no está registrada o está desactivada. Vuelve atrás y entra de otra forma. Si la desarrollas tú, comprueba su identificador de cliente.
error-unknown-app-next = Ir al inicio

error-unknown-address-title = No podemos enviarte de vuelta a esta aplicación
error-unknown-address-text = La aplicación pidió la respuesta en una dirección que no ha registrado, así que nos hemos detenido aquí. Vuelve atrás e inténtalo de nuevo. Si la desarrollas tú, comprueba su dirección de retorno, letra por letra.
error-unknown-address-next = Ir al inicio

error-unknown-request-title = Empieza otra vez desde la aplicación
error-unknown-request-text = Ya no tenemos lo que pidió la aplicación. Vuelve a ella e inicia sesión desde allí.
error-unknown-request-next = Ir al inicio

## Sesión cerrada

logged-out-app = Ir a { $app }

## Aplicaciones conectadas

account-apps = Aplicaciones conectadas
account-apps-text = Estas aplicaciones pueden saber quién eres. Una aplicación que quites tiene que enviarte aquí de nuevo primero.
account-app-since = Desde { $time }
account-app-remove = Quitar el acceso
notice-app-removed = La aplicación ya no tiene acceso.

event-app-allowed = Permitiste que una aplicación supiera quién eres
event-app-revoked = Quitaste el acceso de una aplicación
event-app-code-reused = Se cerró la sesión de una aplicación porque se usó una copia de su código
event-app-token-reused = Se cerró la sesión de una aplicación porque se usó una copia de su acceso

## Dispositivos sin navegador

device-title = Conectar un dispositivo
device-code-label = El código de tu dispositivo
device-code-hint = 8 letras, como WDJB-MJHT. Da igual si son minúsculas.
device-warning = Escribe solo el código de un dispositivo que tengas delante. Si alguien te envió uno, quiere entrar en tu cuenta.
device-confirm-title = ¿Iniciar sesión en { $app } en tu dispositivo?
device-compare = ¿Muestra tu dispositivo exactamente este código?
device-confirm-warning = Permítelo solo si el código está en un dispositivo que tengas delante. Si alguien te envió el código o un enlace a esta página, no lo permitas: le dejarías entrar en tu cuenta.
device-asked = El dispositivo lo pidió el { $time }, desde { $address }.
device-elsewhere = Es una red distinta de la que usas ahora.
device-allowed-title = Vuelve a tu dispositivo
device-allowed-as = { $app } ha iniciado sesión como
device-allowed-text = Continúa solo en unos segundos. Puedes cerrar esta página.
device-allowed-remove = Si no era lo que querías, quítale el acceso en tu cuenta.
device-denied-title = El dispositivo no ha entrado
device-denied-text = A { $app } se le dijo que no, y no recibe nada de tu cuenta.
device-denied-sent = Si alguien te envió el código, intentó entrar. No le digas nada, y cambia tu contraseña si ya le has dicho algo.
device-account = Tu cuenta

problem-user-code-missing = Escribe el código que muestra tu dispositivo
problem-user-code-malformed = Escribe las 8 letras que muestra tu dispositivo, como WDJB-MJHT
problem-user-code-wrong-or-expired = Nada espera este código. Compruébalo en tu dispositivo o haz que muestre uno nuevo
event-device-allowed = Dejaste entrar a una aplicación en un dispositivo con su código

## De camino a una aplicación o un dispositivo

destination-app = para continuar a { $app }
destination-device = para conectar tu dispositivo
destination-back = Volver a { $app }
destination-continue = Continuar a { $app }
