import { describe, expect, it } from 'vitest';
import { pipelineOf } from '../../../src/services/governance/pipeline.ts';

describe('a pipeline', () => {
  it.each([
    ['GitHub Actions and GitLab CI', { CI: 'true' }, 'CI'],
    ['Azure Pipelines', { TF_BUILD: 'True' }, 'TF_BUILD'],
    ['Jenkins', { JENKINS_URL: 'https://jenkins.example.org/', BUILD_ID: '7' }, 'JENKINS_URL'],
    ['TeamCity', { TEAMCITY_VERSION: '2026.1' }, 'TEAMCITY_VERSION'],
    ['CodeBuild', { CODEBUILD_BUILD_ID: 'churn:1' }, 'CODEBUILD_BUILD_ID'],
  ])('is known by what %s sets', (_, env, name) => {
    expect(pipelineOf(env)).toBe(name);
  });

  it('is no shell that only says where a server stands', () => {
    expect(pipelineOf({ JENKINS_URL: 'https://jenkins.example.org/' })).toBeUndefined();
  });

  it('is not where nothing of it is set, or set to no', () => {
    expect([{}, { CI: '' }, { CI: 'false' }, { TF_BUILD: 'False' }, { CI: '0' }].map(pipelineOf)).toEqual([undefined, undefined, undefined, undefined, undefined]);
  });
});
