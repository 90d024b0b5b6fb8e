# El aspecto de un sitio: qué le ha pasado, qué está mal en él y la página que lo cambia.
event-look-published = Se publicó el aspecto del sitio
event-look-restored = Se recuperó un aspecto anterior del sitio

look-fault-missing = Rellena este campo, porque ningún otro lo dice
look-fault-unknown = No hay nada con este nombre
look-fault-malformed = Este valor no tiene la forma que se necesita aquí
look-fault-color = Escribe el color como # y seis dígitos hexadecimales, por ejemplo #4f46e5
look-fault-out-of-range = Elige un número de { $least } a { $most }
look-fault-contrast = { $color } sobre { $ground } tiene un contraste de { $ratio } y necesita { $needs }. El color legible más cercano es { $nearest }
look-fault-contrast-hopeless = { $color } sobre { $ground } tiene un contraste de { $ratio } y necesita { $needs }. Ninguna claridad de este tono se lee ahí
look-fault-too-different = { $color } y { $other } son demasiado distintos para un solo color de texto. Acércalos
look-fault-not-a-link = Empieza la dirección con https:// o mailto:
look-fault-too-long = Acorta esto a { $number } caracteres como máximo
look-fault-no-such-file = Sube primero la imagen

api-look-changed = Otra persona ha cambiado el aspecto desde que lo viste. Léelo de nuevo antes de publicarlo
api-nothing-to-publish = No hay nada que publicar: el aspecto no tiene borrador
