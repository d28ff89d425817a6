import { router } from '$lib/router';

/** Asks before what was entered is lost: when another page is gone to, also back in the history, and when the tab is closed. */
export function guardUnsaved(
  isChanged: () => boolean,
  question: string,
  ask: (question: string) => boolean = (text) => window.confirm(text),
): () => void {
  const closing = (event: BeforeUnloadEvent): void => {
    if (isChanged()) event.preventDefault();
  };
  window.addEventListener('beforeunload', closing);
  const unguard = router.guard(() => !isChanged() || ask(question));
  return () => {
    window.removeEventListener('beforeunload', closing);
    unguard();
  };
}
