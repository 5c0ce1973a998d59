// The addresses that lead from one entry of the app to the other.

/** The sign-in page, which leads back to where one is now. */
export function signInAddress(): string {
  const here = window.location.pathname + window.location.search;
  return here === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(here)}`;
}
