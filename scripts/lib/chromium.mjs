// Finds and starts the browser that the webview, host and e2e suites drive.
import { existsSync } from 'node:fs';

const places = [
  process.env.MLOPS_CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Path of a Chromium, or undefined where there is none. */
export function findChromium() {
  return places.find((place) => place && existsSync(place));
}

/** A headless Chromium of playwright-core. The caller closes it. */
export async function launchChromium() {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('No Chromium here: install the package "chromium" or set MLOPS_CHROMIUM to its path.');
  const { chromium } = await import('playwright-core');
  return await chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
