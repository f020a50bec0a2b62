import { fail, toFault } from '../../core/base/fault.ts';
import { decodePolicy } from '../../core/governance/policy/decodePolicy.ts';
import { decodeRoster } from '../../core/governance/roster/decodeRoster.ts';
import type { Digest } from '../../core/governance/ledger/entry.ts';
import { decodeEntry } from '../../core/governance/ledger/statement.ts';
import type { Machine } from '../../core/port/machine.ts';
import type { GitRepository } from '../../core/port/git.ts';
import type { DeskOptions } from './approvalsDesk.ts';
import { policyText, rosterText } from './approvalsStarter.ts';
import { keyType, signingKey, type SigningKey } from './keys.ts';
import { ledgerBranch, ledgerFiles, ledgerTips, united } from './ledgerFiles.ts';
import { fetchLedger, type Synced } from './ledgerSync.ts';
import { policyPath, rosterPath } from './readTrusted.ts';
import { repositoryOf } from './trustedRef.ts';
import { writeEntries } from './writeEntry.ts';

export interface InitOptions extends DeskOptions {
  /** Default: the folder's name. */
  readonly project?: string | undefined;
  /** Default: from the address. */
  readonly id?: string | undefined;
  /** Default: git's. */
  readonly email?: string | undefined;
  /** Models that are known here, for the first policy. */
  readonly models: readonly string[];
}

export interface Initialised {
  /** First entry of the ledger. */
  readonly genesis: Digest;
  readonly ledger: { readonly branch: string; readonly created: boolean };
  readonly roster: { readonly path: string; readonly created: boolean };
  readonly policy: { readonly path: string; readonly created: boolean; readonly pinsLedger: boolean };
  readonly key: { readonly type: string; readonly fingerprint: string; readonly from: string };
  readonly synced: Synced | null;
  /** What is left to do, one line each. */
  readonly next: readonly string[];
}

type InitMachine = Pick<Machine, 'git' | 'branches' | 'signatures' | 'signing' | 'clock' | 'env' | 'files' | 'places' | 'parseYaml'>;

/** Makes what is missing of ledger, roster and policy, and changes nothing that is there. */
export async function initApprovals(machine: InitMachine, folder: string, options: InitOptions, signal: AbortSignal): Promise<Initialised> {
  const { repository } = await repositoryOf(machine.git, folder, signal);
  const key = await signingKey(machine, repository.root, options.key, signal);
  const [policyFile, rosterFile] = [`${folder}/${policyPath}`, `${folder}/${rosterPath}`];
  const [policy, roster] = [await textOf(machine, policyFile), await textOf(machine, rosterFile)];
  const pinned = policy === undefined ? null : (decodePolicy(await machine.parseYaml(policy)).policy?.genesis ?? null);
  const there = await genesisOf(machine, repository, pinned, signal);
  const written = there === undefined ? await writeGenesis(machine, repository.root, { project: options.project ?? lastPart(folder), key, options }, signal) : undefined;
  const genesis = there ?? written!.digest;
  if (roster === undefined) await machine.files.writeAtomic(rosterFile, rosterText({ ...(await firstPerson(machine, repository.root, options, signal)), key: key.line }));
  if (policy === undefined) await machine.files.writeAtomic(policyFile, policyText(genesis, options.models));
  const isInRoster = roster === undefined || decodeRoster(await machine.parseYaml(roster)).roster?.signer(key.publicKey.fingerprint) !== undefined;
  const pinsLedger = policy === undefined || pinned === genesis;
  const isNew = [policy === undefined ? policyPath : '', rosterPath].filter((path) => path !== '' && (path === policyPath || roster === undefined));
  return {
    genesis,
    ledger: { branch: ledgerBranch, created: there === undefined },
    roster: { path: rosterPath, created: roster === undefined },
    policy: { path: policyPath, created: policy === undefined, pinsLedger },
    key: { type: keyType(key.publicKey), fingerprint: key.publicKey.fingerprint, from: key.from },
    synced: written?.synced ?? null,
    next: [
      ...(isInRoster ? [] : [`Add your key to ${rosterPath}: keys: [{ key: "${key.line}" }]`]),
      ...(pinsLedger ? [] : [`Add to ${policyPath}: genesis: ${genesis}`]),
      ...(isNew.length === 0 ? [] : [`Read ${isNew.join(' and ')}, fit them to your models, and commit and push them to the protected branch: only what is there counts.`]),
    ],
  };
}

/** The first entry of the ledger that is here or on the remote; undefined where there is none. */
async function genesisOf(machine: InitMachine, repository: GitRepository, pinned: Digest | null, signal: AbortSignal): Promise<Digest | undefined> {
  // Without an answer of the remote a second ledger might begin beside one that is there.
  await fetchLedger(machine, repository.root, signal);
  const files = united(await Promise.all((await ledgerTips(repository, signal)).map(({ commit }) => ledgerFiles(repository, commit, signal))));
  const first = files.flatMap(({ name, bytes }) => (isGenesis(bytes, name) ? [name] : [])).sort();
  if (pinned !== null && first.length > 0 && !first.includes(pinned)) throw fail('integrity', `The policy pins the ledger ${pinned.slice(0, 8)}, and the branch ${ledgerBranch} holds another: ${first.map((one) => one.slice(0, 8)).join(', ')}.`, { hint: 'Find out who replaced it before anything is signed.' });
  return pinned !== null && first.includes(pinned) ? pinned : first[0];
}

function isGenesis(bytes: Uint8Array, name: Digest): boolean {
  try {
    const entry = decodeEntry(bytes, name);
    return entry.kind === 'genesis';
  } catch {
    return false; // Whoever can push can put anything there: it is no first entry.
  }
}

async function writeGenesis(machine: InitMachine, root: string, { project, key, options }: { readonly project: string; readonly key: SigningKey; readonly options: InitOptions }, signal: AbortSignal) {
  const { entries, synced } = await writeEntries(machine, root, null, [{ body: { kind: 'genesis', project } }], { key, passphrase: options.passphrase }, signal);
  return { digest: entries[0]!.digest, synced };
}

async function firstPerson({ signing }: InitMachine, root: string, { id, email }: InitOptions, signal: AbortSignal) {
  const committer = await signing.committer(root, signal);
  const address = email ?? committer.email;
  const guessed = (address?.split('@')[0] ?? committer.name ?? '').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 40);
  return { id: id ?? (guessed === '' ? 'me' : guessed), email: address };
}

function lastPart(folder: string): string {
  return folder.split(/[\\/]/).findLast((part) => part !== '') ?? 'project';
}

async function textOf({ files }: InitMachine, path: string): Promise<string | undefined> {
  try {
    return await files.readText(path, { maxBytes: 1024 * 1024 });
  } catch (error) {
    if (toFault(error).code === 'notFound') return undefined;
    throw error;
  }
}
