/** P-10: whose a pool or a forwarding rule is, as the cloud controller writes it into the description; `null`: nobody's. */
export function serviceIn(description: unknown): string | null {
  return /"kubernetes\.io\/service-name"\s*:\s*"([^"]+)"/.exec(String(description ?? ''))?.[1] ?? null;
}
