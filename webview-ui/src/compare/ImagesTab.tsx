import { useEffect, useRef, useState } from 'preact/hooks';
import { toFault, type Fault } from '../../../src/core/base/fault.ts';
import type { CompareContract, CompareSnapshot, ImageBytes, ImageList, RunHead } from '../../../src/protocol/compare.ts';
import type { ViewLink } from '../../../src/protocol/rpc/viewLink.ts';
import { lookOf, type ThemeColors } from '../charts/palette.ts';
import { Icon } from '../shell/Icon.tsx';
import { Notice, Skeleton } from '../shell/Notice.tsx';
import { Swatch } from '../shell/Swatch.tsx';
import { plain } from '../shell/words.ts';
import { useSeen } from '../shell/useSeen.ts';

interface ImagesTabProps {
  readonly link: ViewLink<CompareContract>;
  readonly snapshot: CompareSnapshot;
  readonly theme: ThemeColors;
  readonly search: string;
}

/** Images of the runs side by side, one line for each path. */
export function ImagesTab({ link, snapshot, theme, search }: ImagesTabProps) {
  const [list, setList] = useState<ImageList | Fault | undefined>(undefined);
  const ids = snapshot.runs.map((run) => run.id).join('\n');
  useEffect(() => {
    const controller = new AbortController();
    setList(undefined);
    link.query('images', null, controller.signal).then(setList, (error: unknown) => {
      const fault = toFault(error);
      if (fault.code !== 'cancelled') setList(fault);
    });
    return () => controller.abort();
  }, [ids]);
  if (list === undefined) return <Skeleton lines={8} />;
  if ('code' in list) return <Notice icon="error" tone="error" title={plain(list.message)} detail={list.hint ?? null} />;
  const wanted = search.trim().toLowerCase();
  const images = list.images.filter((image) => wanted === '' || image.path.toLowerCase().includes(wanted));
  const problems = list.problems.map(({ run, fault }) => `${plain(snapshot.runs.find((head) => head.id === run)?.name ?? run)}: ${plain(fault.message)}`);
  return (
    <div class="scroll images" tabIndex={0} role="region" aria-label="Images and plots">
      {problems.map((sentence) => (
        <p key={sentence} class="code-state">
          <Icon name="warning" tone="warn" /> {sentence}
        </p>
      ))}
      {list.isIncomplete ? <p class="code-state faint">A run holds more artifacts than were looked through; some images may be missing here.</p> : null}
      {images.length === 0 ? (
        <Notice icon="file-media" title={list.images.length === 0 ? 'No images' : 'Nothing matches the search'} detail={list.images.length === 0 ? 'None of these runs saved a PNG, JPEG, GIF, WebP or SVG artifact.' : null} />
      ) : null}
      {images.map((image) => (
        <section key={image.path} class="image-line">
          <h3 class="mono">{plain(image.path)}</h3>
          <div class="image-row">
            {snapshot.runs.map((run, place) => (
              <figure key={run.id} class="image-cell">
                <figcaption>
                  <Swatch look={lookOf(place, theme)} /> {plain(run.name)}
                </figcaption>
                {image.runs.includes(run.id) ? <Picture link={link} run={run} path={image.path} /> : <div class="image-absent">not in this run</div>}
              </figure>
            ))}
          </div>
        </section>
      ))}
    </div>
  );
}

function Picture({ link, run, path }: { readonly link: ViewLink<CompareContract>; readonly run: RunHead; readonly path: string }) {
  const frame = useRef<HTMLDivElement>(null);
  const isSeen = useSeen(frame);
  const [source, setSource] = useState<string | Fault | undefined>(undefined);
  useEffect(() => {
    if (!isSeen) return undefined;
    const controller = new AbortController();
    link.query('image', { run: run.id, path }, controller.signal).then(
      async (image) => setSource(await dataUrl(image)),
      (error: unknown) => {
        const fault = toFault(error);
        if (fault.code !== 'cancelled') setSource(fault);
      },
    );
    return () => controller.abort();
  }, [isSeen, run.id, path]);
  return (
    <div class="image-frame" ref={frame}>
      {source === undefined ? <div class="image-wait" role="status" aria-label="Loading" /> : typeof source === 'string' ? <img src={source} alt={`${plain(path)} of ${plain(run.name)}`} /> : <div class="image-absent">{plain(source.message)}</div>}
    </div>
  );
}

/** As data, because the panel's policy lets images come from nowhere else; scripts in an SVG never run in an img. */
function dataUrl(image: ImageBytes): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(typeof reader.result === 'string' ? reader.result : '');
    reader.onerror = () => reject(reader.error ?? new Error('The image could not be read.'));
    reader.readAsDataURL(new Blob([image.bytes.slice()], { type: image.mime }));
  });
}
