// Knows the four languages of the app, which one to begin with, and how to fetch its catalogs.
import type accounts from "./en/accounts.json";
import type admin from "./en/admin.json";
import type dashboard from "./en/dashboard.json";
import type learner from "./en/learner.json";
import type people from "./en/people.json";
import type rooms from "./en/rooms.json";
import type settings from "./en/settings.json";
import type shared from "./en/shared.json";

export const LANGUAGES = ["en", "fr", "de", "es"] as const;
export type Language = (typeof LANGUAGES)[number];
export type Part = "admin" | "learner";
/** Parts of the admin app whose words are fetched with their pages. */
export type Area = "accounts" | "dashboard" | "people" | "rooms" | "settings";
export type Messages = typeof shared & typeof admin & typeof learner & typeof accounts & typeof dashboard & typeof people & typeof rooms & typeof settings;

declare module "use-intl" {
  interface AppConfig {
    Locale: string;
    Messages: Messages;
  }
}

/** Each language by its own name, as a reader of that language looks for it. */
export const LANGUAGE_NAMES: Record<Language, string> = {
  en: "English",
  fr: "Français",
  de: "Deutsch",
  es: "Español",
};

const catalogs = import.meta.glob<{ default: Record<string, object> }>("./*/{shared,admin,learner}.json");

/** The catalogs of one language that one entry needs, as one object; a chapter may go on in both. */
export async function loadMessages(language: Language, part: Part): Promise<Messages> {
  const [shared, own] = await Promise.all(
    ["shared", part].map(async (name) => (await catalogs[`./${language}/${name}.json`]?.())?.default ?? {}),
  );
  return joined(shared ?? {}, own ?? {}) as Messages;
}

/** Two catalogs as one; a chapter that stands in both has the messages of both. */
export function joined(first: object, second: object): object {
  const merged: Record<string, object> = { ...first };
  for (const [chapter, messages] of Object.entries(second)) merged[chapter] = { ...merged[chapter], ...messages };
  return merged;
}

/**
 * The reader's own kind of a language, which decides how dates and numbers look: `en-GB` for `en`.
 * Where a system names no language, Chromium says `en-US@posix`, which is no tag: nothing could be written by it.
 */
export function regionOf(language: Language, wishes: readonly string[]): string {
  const tags = wishes.map((wish) => wish.replace(/@.*/, "")).filter(isTag);
  return tags.find((tag) => tag.toLowerCase().split("-")[0] === language) ?? language;
}

function isTag(text: string): boolean {
  try {
    return Intl.getCanonicalLocales(text).length > 0;
  } catch {
    return false;
  }
}

/** The first of the wished languages that we have: `de-AT` counts as `de`. */
export function chooseLanguage(wishes: readonly (string | null | undefined)[]): Language {
  for (const wish of wishes) {
    const found = LANGUAGES.find((language) => wish?.toLowerCase().split("-")[0] === language);
    if (found) return found;
  }
  return "en";
}
