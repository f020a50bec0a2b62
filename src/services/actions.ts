import { fail } from '../core/base/fault.ts';
import type { Action, ActionEvent } from '../core/capability/actionSource.ts';
import type { Machine } from '../core/port/machine.ts';
import type { Catalog } from './catalog.ts';
import { checkedInputs } from './inputs.ts';
import type { Locator } from './locate.ts';

/** What sources offer to do with a subject (an id of any kind), and doing it. */
export class Actions {
  readonly #machine: Machine;
  readonly #catalog: Catalog;
  readonly #locator: Locator;
  readonly #didAct: (sourceId: string) => void;

  constructor(machine: Machine, catalog: Catalog, locator: Locator, didAct: (sourceId: string) => void) {
    this.#machine = machine;
    this.#catalog = catalog;
    this.#locator = locator;
    this.#didAct = didAct;
  }

  /** From memory alone, for a menu that must be drawn now: empty until the subject was listed once. */
  peek(subject: string): readonly Action[] {
    return this.#locator.peek(subject)?.connection.actions?.actions(subject) ?? [];
  }

  async list(subject: string, signal: AbortSignal): Promise<readonly Action[]> {
    const { connection } = await this.#locator.find(subject, signal);
    return connection.actions?.actions(subject) ?? [];
  }

  /** Actions of every source on itself (subject `<provider>:source/<source id>`): start a server, fetch, … */
  async ofSource(sourceId: string, signal: AbortSignal): Promise<{ subject: string; actions: readonly Action[] }> {
    const entry = await this.#catalog.entry(sourceId, signal);
    if (!entry) throw fail('notFound', `There is no source “${sourceId}”.`);
    const subject = `${entry.config.provider}:source/${entry.config.id}`;
    return { subject, actions: entry.connection.actions?.actions(subject) ?? [] };
  }

  /** Ends with `done` or throws. Inputs are checked against the action's schema; text is turned into its types. */
  async *perform(
    action: string,
    subject: string,
    inputs: Readonly<Record<string, unknown>>,
    signal: AbortSignal,
  ): AsyncIterable<ActionEvent> {
    const { config, connection } = await this.#locator.find(subject, signal);
    const offered = connection.actions?.actions(subject) ?? [];
    const found = offered.find((one) => one.id === action);
    if (!connection.actions || !found) {
      const names = offered.map((one) => one.id).join(', ');
      throw fail('invalid', `${subject} offers no action “${action}”.`, {
        hint: names ? `It offers: ${names}.` : 'It offers no actions.',
      });
    }
    if (!this.#machine.trust.isTrusted && found.effect !== 'read') {
      throw fail('untrusted', `“${found.title}” runs only in a trusted workspace.`, { hint: 'Trust this workspace first.' });
    }
    const checked = checkedInputs(found.inputs, inputs);
    try {
      yield* connection.actions.perform(action, subject, checked, signal);
    } finally {
      if (found.effect !== 'read') {
        connection.invalidate();
        this.#didAct(config.id);
      }
    }
  }
}
