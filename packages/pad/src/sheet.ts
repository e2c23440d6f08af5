import { strokePath } from './stroke-path.js';
import { SHEET_SIZE, type SheetStroke } from './stroke.js';

interface SheetListener {
  /** A stroke begins: what was drawn before may be done with. */
  readonly began: () => void;
  /** A stroke was added, or taken away. */
  readonly changed: () => void;
}

/** Ink on a canvas: pointer events in, strokes out. */
export class Sheet {
  private strokes: SheetStroke[] = [];
  private drawing: { readonly pointerId: number; readonly stroke: SheetStroke } | undefined;
  private frame = 0;
  isDisabled = false;

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly listener: SheetListener,
  ) {
    canvas.addEventListener('pointerdown', (event) => this.begin(event));
    canvas.addEventListener('pointermove', (event) => this.move(event));
    canvas.addEventListener('pointerup', (event) => this.finish(event));
    canvas.addEventListener('pointercancel', (event) => this.finish(event));
    new ResizeObserver(() => this.paintSoon()).observe(canvas);
    // Its colours follow the scheme.
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.paintSoon());
  }

  get isEmpty(): boolean {
    return this.strokes.length === 0;
  }

  /** What is drawn, as the API takes it. */
  get ink(): { readonly strokes: readonly (readonly (readonly number[])[])[] } {
    return { strokes: this.strokes.map(({ points }) => [...points]) };
  }

  undo(): void {
    this.strokes = this.strokes.slice(0, -1);
    this.paintSoon();
    this.listener.changed();
  }

  clear(): void {
    this.strokes = [];
    this.drawing = undefined;
    this.paintSoon();
  }

  private begin(event: PointerEvent): void {
    // Further fingers and other buttons draw nothing.
    if (this.isDisabled || this.drawing || !event.isPrimary || event.button !== 0) return;
    event.preventDefault();
    this.listener.began();
    const stroke = { points: [], hasPressure: event.pointerType === 'pen' };
    this.strokes.push(stroke);
    this.drawing = { pointerId: event.pointerId, stroke };
    this.add(event);
    // A stroke may leave the sheet and come back.
    this.canvas.setPointerCapture(event.pointerId);
  }

  private move(event: PointerEvent): void {
    if (this.drawing?.pointerId !== event.pointerId) return;
    // A browser gathers what came within one frame.
    const gathered = event.getCoalescedEvents?.() ?? [];
    for (const one of gathered.length > 0 ? gathered : [event]) this.add(one);
  }

  private finish(event: PointerEvent): void {
    if (this.drawing?.pointerId !== event.pointerId) return;
    this.drawing = undefined;
    this.listener.changed();
  }

  private add(event: PointerEvent): void {
    const { stroke } = this.drawing!;
    const { left, top, width } = this.canvas.getBoundingClientRect();
    const unit = SHEET_SIZE / width;
    stroke.points.push([
      tenths((event.clientX - left) * unit),
      tenths((event.clientY - top) * unit),
      Math.round(event.timeStamp),
      ...(stroke.hasPressure ? [Math.round(event.pressure * 1000) / 1000] : []),
    ]);
    this.paintSoon();
  }

  private paintSoon(): void {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.paint());
  }

  private paint(): void {
    const { canvas } = this;
    const { clientWidth: width, clientHeight: height } = canvas;
    const context = canvas.getContext('2d');
    if (!context) return;
    canvas.width = Math.round(width * devicePixelRatio);
    canvas.height = Math.round(height * devicePixelRatio);
    context.scale(canvas.width / SHEET_SIZE, canvas.height / SHEET_SIZE);
    context.fillStyle = getComputedStyle(canvas).color;
    for (const stroke of this.strokes) context.fill(strokePath(stroke));
  }
}

const tenths = (value: number): number => Math.round(value * 10) / 10;
