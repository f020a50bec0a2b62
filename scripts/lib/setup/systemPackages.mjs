// What only the system's own package manager can bring. Installed where we are root on a Debian kind of machine (a
// container, CI), each one named; anywhere else the line to type is printed and nothing is touched.
import { which, run, must } from '../command.mjs';
import { findChromium } from '../chromium.mjs';

const packages = [
  'libkrb5-dev', 'libsecret-1-dev', 'libxkbfile-dev', 'libx11-dev', 'pkg-config', 'make', 'g++', 'fonts-dejavu-core', 'fonts-liberation',
];

export const systemPackages = {
  name: 'system packages',
  async isReady() {
    return (await missingPackages()).length === 0;
  },
  cannot() {
    if (process.platform !== 'linux' || !which('apt-get')) {
      return findChromium() ? undefined : 'no apt-get here: install Chromium yourself and set MLOPS_CHROMIUM to its path';
    }
    return undefined;
  },
  async install(log) {
    const missing = await missingPackages();
    const line = `apt-get install -y --no-install-recommends ${missing.join(' ')}`;
    if (process.getuid?.() !== 0) {
      throw new Error(`these system packages are missing; as root, type:  ${line}`);
    }
    for (const name of missing) log(`set-up: installing the system package ${name}`);
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    await must('apt-get', ['update', '-qq'], { env });
    await must('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], { env });
  },
};

async function missingPackages() {
  if (!which('dpkg-query')) return findChromium() ? [] : ['chromium'];
  const { output } = await run('dpkg-query', ['-W', '-f=${Package} ${db:Status-Status}\n', ...packages]);
  const installed = new Set(output.split('\n').filter((line) => line.endsWith(' installed')).map((line) => line.split(' ')[0]));
  const missing = packages.filter((name) => !installed.has(name));
  return findChromium() ? missing : [...missing, 'chromium'];
}
