import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { openedPanel, type OpenedPanel } from './approvalOpen.ts';
import { openWorkbench } from './bench.ts';
import { governedClone } from './governanceFixture.ts';
import { below, time, told, type Line } from './line.ts';
import { elapsedMs, median, timed } from './measure.ts';

const signal = new AbortController().signal;

interface Verified {
  readonly data: { readonly intact: boolean; readonly entries: { readonly counted: number }; readonly keyTypes: Readonly<Record<string, number>> };
}

/** A gate, the panel and a check of all over a ledger that has grown for years. */
export async function governanceLines(scratch: string, program: string, { entries, models, rounds }: { readonly entries: number; readonly models: number; readonly rounds: number }): Promise<Line[]> {
  const home = path.join(scratch, 'governance');
  mkdirSync(home, { recursive: true });
  const { folder, env } = await governedClone(program, home, entries, models);
  const command = (...args: string[]) => timed([process.execPath, program, ...args], folder, env);
  const gate = ['gate', 'churn:v0.0.1', '--env', 'staging', '--json'];
  const first = await command(...gate);
  const { decision } = (JSON.parse(first.stdout.toString()) as { data: { decision: string } }).data;
  if (decision !== 'pass') throw new Error(`the gate says ${decision}`);
  const outside: number[] = [];
  const inside: number[] = [];
  const panels: OpenedPanel[] = [];
  const verify: number[] = [];
  let verified: Verified | undefined;
  for (let round = 0; round < rounds; round += 1) {
    outside.push((await command(...gate)).elapsedMs);
    const { bench, close } = openWorkbench(folder, path.join(home, 'homes'));
    inside.push(await elapsedMs(() => bench.governance.gate('churn:v0.0.1', 'staging', { fetches: true }, signal)));
    close();
    const fresh = openWorkbench(folder, path.join(home, 'homes'));
    panels.push(await openedPanel(fresh.bench, 'churn:v0.0.1', 'staging'));
    fresh.close();
    const all = await command('approvals', 'verify', '--json');
    verify.push(all.elapsedMs);
    verified = JSON.parse(all.stdout.toString()) as Verified;
  }
  const { intact, entries: counts, keyTypes } = verified!.data;
  if (!intact || counts.counted < entries) throw new Error(`${counts.counted} entries count`);
  const types = Object.entries(keyTypes).map(([name, number]) => `${name} ${number}`).join(', ');
  return [
    below(`gate over ${entries} entries of ${models} models, with the start of the command`, median(outside), 1_000, 'ms'),
    below('the same inside the editor, nothing cached', median(inside), 1_000, 'ms'),
    below('the approval panel opened over it: all that its first paint shows', median(panels.map(({ firstMs }) => firstMs)), 1_000, 'ms'),
    told('the same once the remote was asked', time(median(panels.map(({ freshMs }) => freshMs)))),
    below(`approvals verify of all ${entries}`, median(verify), 3_000, 'ms'),
    told('their keys', types),
  ];
}
