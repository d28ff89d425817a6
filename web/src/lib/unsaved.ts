/** Asks before what was entered is lost: when a link of the page is followed, and when the page is left. */
export function guardUnsaved(
  isChanged: () => boolean,
  question: string,
  ask: (question: string) => boolean = (text) => window.confirm(text),
): () => void {
  const leaving = (event: BeforeUnloadEvent): void => {
    if (isChanged()) event.preventDefault();
  };
  const following = (event: MouseEvent): void => {
    const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
    const staysHere = !link || link.getAttribute('target') === '_blank' || event.ctrlKey || event.metaKey;
    if (staysHere || !isChanged() || ask(question)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  window.addEventListener('beforeunload', leaving);
  // Before the router hears of it.
  document.addEventListener('click', following, { capture: true });
  return () => {
    window.removeEventListener('beforeunload', leaving);
    document.removeEventListener('click', following, { capture: true });
  };
}
