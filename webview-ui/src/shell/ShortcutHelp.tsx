import { useEffect, useRef } from 'preact/hooks';
import { Button } from '../kit/Button.tsx';

export interface Shortcut {
  readonly keys: string;
  readonly does: string;
}

interface ShortcutHelpProps {
  readonly shortcuts: readonly Shortcut[];
  readonly onClose: () => void;
}

export function ShortcutHelp({ shortcuts, onClose }: ShortcutHelpProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog class="help" ref={dialog} aria-labelledby="help-title" onClose={onClose} onCancel={onClose}>
      <h2 id="help-title">Keyboard</h2>
      <dl>
        {shortcuts.map((shortcut) => (
          <div key={shortcut.keys} class="help-line">
            <dt>
              {shortcut.keys.split(' ').map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{shortcut.does}</dd>
          </div>
        ))}
      </dl>
      <div class="help-close">
        <Button label="Close" appearance="primary" onPress={onClose} />
      </div>
    </dialog>
  );
}

/** Is the key meant for a text field? The toolkit's fields hide their input behind a shadow root. */
export function isTyping(event: KeyboardEvent): boolean {
  const target = event.composedPath()[0];
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return target.type !== 'checkbox' && target.type !== 'range';
  return target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}
