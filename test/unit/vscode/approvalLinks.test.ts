import { expect, it } from 'vitest';
import { approvalOfLink, approvalUri } from '../../../src/vscode/panels/approval/links.ts';
import { confirmText } from '../../../src/vscode/panels/approval/confirmText.ts';

it('a link names a page and a ledger, and comes back as it went', () => {
  const subject = { reference: 'a & b:7', env: 'production' };
  const link = new URL(approvalUri('vscode', subject, 'a'.repeat(64)));
  expect(`${link.protocol}//${link.host}`).toBe('vscode://mlops-workbench.mlops-workbench');
  expect(approvalOfLink(link.pathname, link.search.slice(1))).toEqual({ subject, ledger: 'a'.repeat(64) });
});

it('whatever else a link says is not read', () => {
  expect(approvalOfLink('/approval', 'model=m:1&env=e&kind=approve&reason=x&ledger=%2Fetc')).toEqual({ subject: { reference: 'm:1', env: 'e' }, ledger: null });
});

it.each([['/sign', 'model=m&env=e'], ['/approval', 'model=m'], ['/approval', `model=${'m'.repeat(2000)}&env=e`], ['', '']])('%s?%s opens nothing', (path, query) => {
  expect(() => approvalOfLink(path, query)).toThrow();
});

it('the dialog repeats model, environment and the whole digest on lines of their own', () => {
  const artifact = '0123456789abcdef'.repeat(4);
  const { message, detail, button } = confirmText({
    kind: 'approve', candidate: { model: 'churn\nDigest: fake', version: '7', env: 'production', artifact, data: null, params: null, metrics: null, commit: null, rules: '' },
    verdict: 'unknown', verdictReason: 'why', person: 'bo', role: 'risk', fingerprint: 'SHA256:x', needsTouch: true, warnings: ['You wrote it.'], rule: null, until: null,
  });
  expect([message, button]).toEqual(['Approve churn Digest: fake 7 for production?', 'Sign Approval']);
  expect(detail.split('\n').slice(0, 4)).toEqual(['Model: churn Digest: fake 7', 'Environment: production', 'Digest: 0123456789abcdef…', artifact]);
  expect(detail).toContain('bo as risk');
  expect(detail).toContain('⚠ You wrote it.');
});
