import { useEffect, useState } from 'preact/hooks';
import { Emitter } from '../../../src/core/base/event.ts';

const said = new Emitter<string>();

/** Tells a screen reader, and briefly the eye, what just happened. */
export function announce(sentence: string): void {
  said.fire(sentence);
}

/** The panel's one live region. */
export function Live() {
  const [sentence, setSentence] = useState('');
  const [isShown, setShown] = useState(false);
  useEffect(() => {
    let timer = 0;
    const subscription = said.event((next) => {
      setSentence(next);
      setShown(true);
      clearTimeout(timer);
      timer = window.setTimeout(() => setShown(false), 5000);
    });
    return () => {
      clearTimeout(timer);
      subscription.dispose();
    };
  }, []);
  return (
    <div class={`live${isShown && sentence ? ' is-shown' : ''}`} role="status" aria-live="polite">
      {sentence}
    </div>
  );
}
