// Words of the list of devices: it is loaded by itself, so that the small pages carry none of them.
import type { Language } from "~/i18n/languages";

interface Words {
  title: string;
  current: string;
  end: string;
  unknown: string;
  used: (when: string) => string;
  endNamed: (name: string) => string;
}

export const WORDS: Record<Language, Words> = {
  en: {
    title: "Where you are signed in",
    current: "This device",
    end: "Sign out",
    unknown: "A device without a name",
    used: (when) => `Last used ${when}`,
    endNamed: (name) => `Sign out of ${name}`,
  },
  fr: {
    title: "Où vous êtes connecté",
    current: "Cet appareil",
    end: "Déconnecter",
    unknown: "Un appareil sans nom",
    used: (when) => `Dernière utilisation : ${when}`,
    endNamed: (name) => `Déconnecter ${name}`,
  },
  de: {
    title: "Wo Sie angemeldet sind",
    current: "Dieses Gerät",
    end: "Abmelden",
    unknown: "Ein Gerät ohne Namen",
    used: (when) => `Zuletzt benutzt: ${when}`,
    endNamed: (name) => `${name} abmelden`,
  },
  es: {
    title: "Dónde ha iniciado sesión",
    current: "Este dispositivo",
    end: "Cerrar sesión",
    unknown: "Un dispositivo sin nombre",
    used: (when) => `Último uso: ${when}`,
    endNamed: (name) => `Cerrar sesión en ${name}`,
  },
};
