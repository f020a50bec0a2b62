import { fail } from '../core/base/fault.ts';
import type { JsonSchema } from '../core/capability/actionSource.ts';
import type { SourceConfig } from '../core/model/source.ts';
import type { Credential, Credentials } from '../core/port/credentials.ts';
import type { Machine } from '../core/port/machine.ts';
import type { Catalog } from './catalog.ts';
import { checkedInputs } from './inputs.ts';
import { isSecret, sourcesFiles } from './sourcesFile.ts';
import { appendItem, removeItem } from './yamlEntry.ts';
import { editYaml } from './yamlFile.ts';

/** A kind of connection that can be added by hand. */
export interface ConnectionForm {
  readonly provider: string;
  readonly label: string;
  readonly icon: string;
  readonly schema: JsonSchema;
}

export interface NewConnection {
  readonly provider: string;
  readonly folder: string;
  /** Values of the form. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly label?: string;
  /** Absent = made from the origin. */
  readonly id?: string;
  /** Kept by the credential store for the connection's origin; never written to the file. */
  readonly credential?: Credential;
}

/** Adds, tests and removes written connections. */
export class Connections {
  readonly #machine: Machine;
  readonly #catalog: Catalog;

  constructor(machine: Machine, catalog: Catalog) {
    this.#machine = machine;
    this.#catalog = catalog;
  }

  forms(): ConnectionForm[] {
    return this.#catalog.rows.flatMap(({ id, label, icon, connection }) =>
      connection ? [{ provider: id, label, icon, schema: connection }] : [],
    );
  }

  /** Asks the system with the given values, without keeping anything. Throws a Fault that says why not. */
  async test(values: NewConnection, signal: AbortSignal): Promise<{ readonly detail: string }> {
    this.#needTrust();
    const { config, provider } = await this.#configured(values, signal);
    const credentials = withOne(this.#machine.credentials, config.origin, values.credential);
    const connection = provider.connect(config, { ...this.#machine, credentials });
    try {
      return await connection.probe(signal);
    } finally {
      connection.dispose();
    }
  }

  /** Writes the connection (`user` = the user's own file, which goes for every folder) and loads it. */
  async add(values: NewConnection, scope: 'folder' | 'user', signal: AbortSignal): Promise<SourceConfig> {
    const { config, settings } = await this.#configured(values, signal);
    const path = sourcesFiles(this.#machine, values.folder)[scope];
    const label = values.label === undefined || values.label === '' ? {} : { label: values.label };
    const { label: _, ...own } = settings;
    const yaml = await import('./yaml.ts');
    const entry = { id: config.id, provider: config.provider, ...label, ...own };
    await editYaml(this.#machine, path, (document, text) => {
      const sources = document.get('sources');
      if (yaml.isSeq(sources) && !sources.flow && sources.items.length > 0) return appendItem(yaml, text, sources, entry);
      document.setIn(['sources'], [...(yaml.isSeq(sources) ? (sources.toJSON()) : []), entry]);
      return undefined;
    });
    if (values.credential) await this.#machine.credentials.set(config.origin, values.credential);
    await this.#catalog.reload(signal);
    return config;
  }

  /** Takes a written connection out of its file. Its credential goes with it unless another source has its origin. */
  async remove(sourceId: string, signal: AbortSignal): Promise<void> {
    const entry = await this.#catalog.entry(sourceId, signal);
    if (!entry || entry.config.detected) {
      throw fail('invalid', `“${sourceId}” is not a written connection.`, { hint: 'What is found in the folder by itself cannot be removed.' });
    }
    const yaml = await import('./yaml.ts');
    const paths = sourcesFiles(this.#machine, entry.config.folder);
    for (const path of [paths.folder, paths.user]) {
      if (!(await this.#machine.files.stat(path, { followLinks: true }))) continue;
      await editYaml(this.#machine, path, (document, text) => {
        const sources = document.get('sources');
        if (!yaml.isSeq(sources)) return text;
        const item = sources.items.find((one) => yaml.isMap(one) && one.get('id') === sourceId);
        if (!yaml.isMap(item)) return text;
        if (!sources.flow && sources.items.length > 1) return removeItem(text, item);
        sources.items = sources.items.filter((one) => one !== item);
        return undefined;
      });
    }
    const isShared = this.#catalog.current.some((one) => one !== entry && one.config.origin === entry.config.origin);
    if (!isShared) await this.#machine.credentials.remove(entry.config.origin);
    await this.#catalog.reload(signal);
  }

  async #configured(values: NewConnection, signal: AbortSignal) {
    const form = this.forms().find((one) => one.provider === values.provider);
    const provider = await this.#catalog.provider(values.provider);
    if (!form || !provider?.configure) throw fail('invalid', `“${values.provider}” takes no connections.`);
    for (const [key, value] of Object.entries(values.settings)) {
      if (isSecret(key, value)) {
        throw fail('invalid', `“${key}” holds a secret.`, { hint: 'Enter user and password in their own fields, not in the address.' });
      }
    }
    const settings = checkedInputs(form.schema, values.settings);
    const taken = new Set((await this.#catalog.entries(signal)).map((entry) => entry.config.id));
    if (values.id !== undefined && taken.has(values.id)) throw fail('conflict', `There is already a source “${values.id}”.`);
    const { origin } = provider.configure(values.folder, values.id ?? values.provider, settings);
    const id = values.id ?? freeId(`${values.provider}:${shortName(origin)}`, taken);
    const config = { ...provider.configure(values.folder, id, settings), id, ...(values.label ? { label: values.label } : {}) };
    return { config, provider, settings };
  }

  #needTrust(): void {
    if (this.#machine.trust.isTrusted) return;
    throw fail('untrusted', 'No server is contacted from an untrusted workspace.', { hint: 'Trust this workspace first.' });
  }
}

function shortName(origin: string): string {
  const withoutScheme = origin.replace(/^[a-z][a-z0-9+.-]*:\/+/i, '').replace(/[\\/]+$/, '');
  return /^https?:/i.test(origin) ? withoutScheme : (withoutScheme.split(/[\\/]/).pop() ?? withoutScheme);
}

function freeId(wanted: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wanted)) return wanted;
  for (let count = 2; ; count += 1) if (!taken.has(`${wanted}-${count}`)) return `${wanted}-${count}`;
}

function withOne(store: Credentials, origin: string, credential: Credential | undefined): Credentials {
  return {
    get: (asked) => (asked === origin && credential ? Promise.resolve(credential) : store.get(asked)),
    set: (asked, value) => store.set(asked, value),
    remove: (asked) => store.remove(asked),
  };
}
