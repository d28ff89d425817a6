/** When something is drawn: at most once a picture, and only while it is looked at. */
export class Drawing {
  private isDue = false;
  private isPlanned = false;
  private isInSight = true;
  private isOver = false;

  constructor(
    private readonly draw: () => void,
    private readonly page: Pick<Document, 'hidden'> = document,
    private readonly beforeNextFrame: (run: () => void) => void = (run) => void requestAnimationFrame(run),
  ) {}

  /** There is something new; several of them before the next picture are drawn together. */
  request(): void {
    this.isDue = true;
    this.plan();
  }

  /** It was scrolled into sight, or out of it. */
  setInSight(isInSight: boolean): void {
    this.isInSight = isInSight;
    this.plan();
  }

  /** The page is shown again. */
  show(): void {
    this.plan();
  }

  stop(): void {
    this.isOver = true;
  }

  private plan(): void {
    if (!this.isDue || this.isPlanned || !this.isSeen()) return;
    this.isPlanned = true;
    this.beforeNextFrame(() => {
      this.isPlanned = false;
      if (!this.isDue || !this.isSeen()) return;
      this.isDue = false;
      this.draw();
    });
  }

  private isSeen(): boolean {
    return this.isInSight && !this.page.hidden && !this.isOver;
  }
}
