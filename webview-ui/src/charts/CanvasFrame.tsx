import type { ComponentChildren } from 'preact';
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';

export interface Size {
  readonly width: number;
  readonly height: number;
}

interface CanvasFrameProps {
  readonly label: string;
  /** In CSS pixels; absent = as tall as its place. */
  readonly height?: number;
  /** Called with a clean canvas whose unit is the CSS pixel. A new function draws again. */
  readonly draw: (context: CanvasRenderingContext2D, size: Size) => void;
  /** What the cursor is at, said and shown below the picture. */
  readonly readout: ComponentChildren;
  /** Return true when the key was used. */
  readonly onKey: (event: KeyboardEvent) => boolean;
  /** null = the pointer left. */
  readonly onPoint: (at: { readonly x: number; readonly y: number } | null, size: Size) => void;
  readonly onPress?: (at: { readonly x: number; readonly y: number }, size: Size) => void;
}

/** A drawing of our own: sharp at any pixel ratio, drawn again when its size changes, read by keyboard as by pointer. */
export function CanvasFrame({ label, height, draw, readout, onKey, onPoint, onPress }: CanvasFrameProps) {
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [size, setSize] = useState<Size>({ width: 0, height: 0 });
  const readoutId = useId();
  useLayoutEffect(() => {
    const element = frame.current;
    if (!element) return undefined;
    const measure = () => setSize({ width: element.clientWidth, height: element.clientHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!element || !context || size.width === 0 || size.height === 0) return;
    const ratio = window.devicePixelRatio || 1;
    element.width = Math.round(size.width * ratio);
    element.height = Math.round(size.height * ratio);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, size.width, size.height);
    draw(context, size);
  }, [draw, size]);
  const placeOf = (event: MouseEvent) => {
    const box = frame.current?.getBoundingClientRect();
    return { x: event.clientX - (box?.left ?? 0), y: event.clientY - (box?.top ?? 0) };
  };
  return (
    <>
      <div
        class="canvas-frame"
        ref={frame}
        role="application"
        aria-roledescription="chart"
        aria-label={label}
        aria-describedby={readoutId}
        tabIndex={0}
        style={height === undefined ? {} : { height: `${height}px` }}
        onKeyDown={(event) => {
          if (!event.ctrlKey && !event.metaKey && !event.altKey && onKey(event)) {
            event.preventDefault();
            event.stopPropagation();
          }
        }}
        onPointerMove={(event) => onPoint(placeOf(event), size)}
        onPointerLeave={() => onPoint(null, size)}
        onClick={(event) => onPress?.(placeOf(event), size)}
      >
        <canvas ref={canvas} aria-hidden="true" />
      </div>
      <p class="readout num" id={readoutId} aria-live="polite">
        {readout}
      </p>
    </>
  );
}
