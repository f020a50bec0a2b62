/** Whether a variable says yes. */
export const isSet = (value: string | undefined): boolean => value !== undefined && value !== '' && value !== '0' && value.toLowerCase() !== 'false';

/** By what pipelines are known: most set CI; Azure Pipelines, Jenkins, TeamCity and CodeBuild each have a variable of their own. */
const pipelineVariables = ['CI', 'TF_BUILD', 'JENKINS_URL', 'TEAMCITY_VERSION', 'CODEBUILD_BUILD_ID'] as const;

/** The variable that tells that this is a pipeline, where nobody is to be asked, and where a first look at a ledger is nobody's memory. */
export function pipelineOf(env: Readonly<Record<string, string | undefined>>): string | undefined {
  return pipelineVariables.find((name) => isSet(env[name]));
}
