/** A kubeconfig for one cluster, one token. */
export function kubeconfigText(access: { server: string; token: string; certificateAuthority: string }): string {
  const authority = Buffer.from(access.certificateAuthority).toString('base64');
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'test',
    clusters: [{ name: 'test', cluster: { server: access.server, 'certificate-authority-data': authority } }],
    users: [{ name: `user-${access.server}`, user: { token: access.token } }],
    contexts: [{ name: 'test', context: { cluster: 'test', user: `user-${access.server}` } }],
  });
}
