import type { UploadQuery } from '@waymark/contract';

export type Source = Pick<UploadQuery, 'repository' | 'commit' | 'ref' | 'run'>;

/** What GitHub Actions and GitLab CI say in the environment about the commit and the run; nothing elsewhere. */
export function ciSource(environment: NodeJS.ProcessEnv): Source {
  const { GITHUB_REPOSITORY, GITHUB_RUN_ID, GITHUB_SERVER_URL = 'https://github.com' } = environment;
  if (environment.GITHUB_ACTIONS === 'true' && GITHUB_REPOSITORY) {
    const repository = `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}`;
    return {
      repository,
      commit: environment.GITHUB_SHA,
      ref: environment.GITHUB_REF,
      run: GITHUB_RUN_ID && `${repository}/actions/runs/${GITHUB_RUN_ID}`,
    };
  }
  if (environment.GITLAB_CI === 'true') {
    return {
      repository: environment.CI_PROJECT_URL,
      commit: environment.CI_COMMIT_SHA,
      ref: environment.CI_COMMIT_REF_NAME,
      run: environment.CI_JOB_URL,
    };
  }
  return {};
}
