// Fetches the words that only a part of the app needs, once for each language.
import type { Area, Language } from "./languages";

const catalogs = import.meta.glob<{ default: object }>("./*/{accounts,dashboard,people,rooms,settings}.json");
const fetched = new Map<string, object>();

/** The catalog of an area if it is here already. */
export function areaAtHand(language: Language, area: Area): object | null {
  return fetched.get(`${language}/${area}`) ?? null;
}

/** The catalog of an area. */
export async function loadArea(language: Language, area: Area): Promise<object> {
  const name = `${language}/${area}`;
  const catalog = fetched.get(name) ?? (await catalogs[`./${name}.json`]?.())?.default ?? {};
  fetched.set(name, catalog);
  return catalog;
}

/** Fetches the words of an area, in the language of the page, before a page of it is shown. */
export async function wordsAhead(area: Area): Promise<void> {
  const { lang } = document.documentElement;
  if (lang) await loadArea(lang as Language, area);
}
