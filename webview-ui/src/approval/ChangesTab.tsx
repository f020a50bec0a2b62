import { useEffect, useState } from 'preact/hooks';
import type { CodeComparison } from '../../../src/core/compare/comparison.ts';
import { toFault, type Fault } from '../../../src/core/base/fault.ts';
import type { ApprovalContract, ApprovalPicture } from '../../../src/protocol/approval.ts';
import type { ViewLink } from '../../../src/protocol/rpc/viewLink.ts';
import { Button } from '../kit/Button.tsx';
import { Skeleton } from '../shell/Notice.tsx';
import { plain, plural, scalar } from '../shell/words.ts';
import { rivalOf } from './rival.ts';

interface ChangesProps {
  readonly link: ViewLink<ApprovalContract>;
  readonly picture: ApprovalPicture;
  readonly onCompare: () => void;
}

/** Params, data and code against what it is held against: what differs leads. */
export function ChangesTab({ link, picture, onCompare }: ChangesProps) {
  const { params, data, report, hasRuns } = picture;
  const rival = rivalOf(picture);
  const versions = [rival.column, report.version === null ? 'Candidate' : plain(report.version)];
  return (
    <div class="scroll page" tabIndex={0} role="region" aria-label="Changes">
      <div class="page-bar">
        <p class="faint">{rival.none === null ? rival.against : `This is all of it: ${rival.none}.`}</p>
        <span class="bar-space" />
        {hasRuns.candidate && hasRuns.champion ? <Button icon="compare-changes" label="Open in Compare" onPress={onCompare} /> : null}
      </div>
      <section aria-labelledby="changes-params">
        <h2 id="changes-params">Params</h2>
        <Values rows={params.map(({ key, values, differs }) => ({ name: key, values: values.map(scalar), differs }))} hasChampion={hasRuns.champion} versions={versions} empty="The run names no params." />
      </section>
      <section aria-labelledby="changes-data">
        <h2 id="changes-data">Data</h2>
        <Values rows={data.map(({ name, values, differs }) => ({ name, values: values.map((value) => (value === null ? '–' : value === '' ? 'no digest' : plain(value))), differs }))} hasChampion={hasRuns.champion} versions={versions} empty="The run names no data." />
      </section>
      <section aria-labelledby="changes-code">
        <h2 id="changes-code">Code</h2>
        <Code link={link} picture={picture} />
      </section>
    </div>
  );
}

interface ValuesProps {
  readonly rows: ReadonlyArray<{ readonly name: string; readonly values: readonly string[]; readonly differs: boolean }>;
  readonly hasChampion: boolean;
  readonly versions: readonly string[];
  readonly empty: string;
}

function Values({ rows, hasChampion, versions, empty }: ValuesProps) {
  if (rows.length === 0) return <p class="faint">{empty}</p>;
  const sorted = rows.toSorted((a, b) => Number(b.differs) - Number(a.differs));
  return (
    <table class="plain-table">
      <thead>
        <tr>
          <th scope="col">Name</th>
          {hasChampion ? <th scope="col">{versions[0]}</th> : null}
          <th scope="col">{versions[1]}</th>
        </tr>
      </thead>
      <tbody>
        {sorted.map(({ name, values, differs }) => (
          <tr key={name} class={differs ? 'is-different' : undefined}>
            <th scope="row" class="mono">
              {plain(name)}
              {differs ? <span class="changed-mark"> changed</span> : null}
            </th>
            {hasChampion ? <Value text={values[1]} /> : null}
            <Value text={values[0]} />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A digest by its first digits: the whole of it is in the tooltip. */
function Value({ text = '–' }: { readonly text: string | undefined }) {
  const [, start] = /^((?:[a-z0-9-]+:)?[0-9a-f]{12})[0-9a-f]{12,}(?:\.dir)?$/.exec(text) ?? [];
  return (
    <td class="mono" title={start === undefined ? undefined : text}>
      {start === undefined ? text : `${start}…`}
    </td>
  );
}

function Code({ link, picture }: { readonly link: ViewLink<ApprovalContract>; readonly picture: ApprovalPicture }) {
  const { id, champion, commit } = picture;
  const [code, setCode] = useState<CodeComparison | Fault | null | undefined>(undefined);
  const isKnown = champion !== null && champion.commit !== null && commit !== null;
  useEffect(() => {
    if (!isKnown) return undefined;
    const controller = new AbortController();
    link.query('code', { id: id ?? '' }, controller.signal).then(setCode, (error: unknown) => {
      const fault = toFault(error);
      if (fault.code !== 'cancelled') setCode(fault);
    });
    return () => controller.abort();
  }, [id, isKnown]);
  if (!isKnown) return <p class="faint">{champion === null ? `There is no code to compare with: ${rivalOf(picture).none}.` : 'One of the two versions names no commit.'}</p>;
  if (code === undefined) return <Skeleton lines={2} />;
  if (code === null) return <p class="faint">No repository that is open here holds both commits.</p>;
  if ('message' in code) return <p>{plain(code.message)}</p>;
  return (
    <>
      <p class="faint">
        {code.files.length === 0 ? 'No file differs' : `${plural(code.files.length, 'file')} changed`} between <span class="mono">{plain(code.from.slice(0, 7))}</span> and <span class="mono">{plain(code.to.slice(0, 7))}</span>.
      </p>
      <ul class="files">
        {code.files.slice(0, 500).map(({ path, status }) => (
          <li key={path}>
            <button type="button" class="file" onClick={() => link.command('openDiff', { path })}>
              <span class="mono file-path">{plain(path)}</span>
              <span class="faint">{plain(status)}</span>
            </button>
          </li>
        ))}
      </ul>
      {code.files.length > 500 ? <p class="faint">The first 500 are listed.</p> : null}
    </>
  );
}
