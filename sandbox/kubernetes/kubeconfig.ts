/** A kubeconfig for the sandbox at that address, without its trailing slash. */
export function kubeconfig(url: string, token = 'sandbox'): string {
  const server = url.replace(/\/+$/, '');
  return [
    'apiVersion: v1',
    'kind: Config',
    'current-context: sandbox',
    'clusters:',
    `- {name: sandbox, cluster: {server: ${JSON.stringify(server)}}}`,
    'users:',
    `- {name: ${JSON.stringify(`sandbox-${server}`)}, user: {token: ${JSON.stringify(token)}}}`,
    'contexts:',
    `- {name: sandbox, context: {cluster: sandbox, user: ${JSON.stringify(`sandbox-${server}`)}}}`,
    '',
  ].join('\n');
}
