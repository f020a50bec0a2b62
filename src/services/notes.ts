import type { Disposable } from '../core/base/disposable.ts';
import { Emitter, type Event } from '../core/base/event.ts';
import { toFault } from '../core/base/fault.ts';
import { problemOf, type Problem } from '../core/model/problem.ts';
import type { Machine } from '../core/port/machine.ts';
import type { Catalog } from './catalog.ts';
import { editEntry, isEmpty } from './yamlEntry.ts';
import { editYaml } from './yamlFile.ts';
import type { Locator } from './locate.ts';

/** What a person wrote about a run. */
export interface RunNote {
  readonly starred: boolean;
  readonly pinned: boolean;
  readonly hidden: boolean;
  /** Shown instead of the tracker's name, which stays as it is. */
  readonly name: string | null;
  readonly note: string | null;
}

const none: RunNote = { starred: false, pinned: false, hidden: false, name: null, note: null };

/** Stars, pins, hidden runs, names and notes, kept per folder in the committed `.mlops/notes.yaml`. */
export class Notes implements Disposable {
  readonly #machine: Machine;
  readonly #catalog: Catalog;
  readonly #locator: Locator;
  readonly #changed = new Emitter<void>();
  #notes = new Map<string, RunNote>();
  #problems: readonly Problem[] = [];
  #watch: Disposable | undefined;

  constructor(machine: Machine, catalog: Catalog, locator: Locator) {
    this.#machine = machine;
    this.#catalog = catalog;
    this.#locator = locator;
  }

  /** Fires after a change here or by someone else, once `watch` was called. */
  readonly onDidChange: Event<void> = this.#changed.event;

  get problems(): readonly Problem[] {
    return this.#problems;
  }

  /** From memory; call `load` once before. */
  get(run: string): RunNote {
    return this.#notes.get(run) ?? none;
  }

  /** Every run with a note. */
  all(): ReadonlyMap<string, RunNote> {
    return this.#notes;
  }

  async load(): Promise<void> {
    const notes = new Map<string, RunNote>();
    const problems: Problem[] = [];
    for (const path of this.#paths()) {
      try {
        for (const [run, note] of await this.#read(path)) notes.set(run, note);
      } catch (error) {
        problems.push(problemOf(path, toFault(error)));
      }
    }
    this.#notes = notes;
    this.#problems = problems;
  }

  /** Reads again when another program changes a file. */
  watch(): void {
    this.#watch?.dispose();
    this.#watch = this.#machine.files.watch(this.#paths(), () => {
      void this.load().then(() => this.#changed.fire());
    });
  }

  /** Changes what is given; `null`, `false` and an empty text remove. */
  async set(run: string, change: Partial<RunNote>): Promise<void> {
    const path = this.#pathFor(run);
    const yaml = await import('./yaml.ts');
    await editYaml(this.#machine, path, (document, text) => {
      const runs = document.get('runs');
      if (!yaml.isMap(runs) || runs.flow || runs.items.length === 0) {
        document.setIn(['runs'], { ...(yaml.isMap(runs) ? (runs.toJSON() as object) : {}), [run]: withoutEmpty(change) });
        return undefined;
      }
      return editEntry(yaml, text, runs, run, change);
    });
    await this.load();
    this.#changed.fire();
  }

  dispose(): void {
    this.#watch?.dispose();
    this.#changed.dispose();
  }

  #paths(): string[] {
    return this.#catalog.folders.map((folder) => `${folder}/.mlops/notes.yaml`);
  }

  #pathFor(run: string): string {
    const folder = this.#locator.peek(run)?.config.folder ?? this.#catalog.folders[0] ?? '';
    return `${folder}/.mlops/notes.yaml`;
  }

  async #read(path: string): Promise<Map<string, RunNote>> {
    const notes = new Map<string, RunNote>();
    if (!(await this.#machine.files.stat(path, { followLinks: true }))) return notes;
    const text = await this.#machine.files.readText(path);
    const yaml = await import('./yaml.ts');
    const document = yaml.parseDocument(text);
    if (document.errors[0]) {
      const line = (document.errors[0].linePos?.[0].line ?? 1) - 1;
      this.#machine.log.warn(`${path}: ${document.errors[0].message}`);
      throw Object.assign(new Error('yaml'), {
        fault: { code: 'invalid' as const, message: `${path} is no valid YAML at line ${line + 1}.`, at: { path, line } },
      });
    }
    const root = document.toJS() as { runs?: Record<string, unknown> } | null;
    for (const [run, value] of Object.entries(root?.runs ?? {})) notes.set(run, noteOf(value));
    return notes;
  }
}

function noteOf(value: unknown): RunNote {
  const entry = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  const text = (key: string) => (typeof entry[key] === 'string' ? entry[key] : null);
  return {
    starred: entry['starred'] === true,
    pinned: entry['pinned'] === true,
    hidden: entry['hidden'] === true,
    name: text('name'),
    note: text('note'),
  };
}

function withoutEmpty(change: Partial<RunNote>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => !isEmpty(value)));
}
