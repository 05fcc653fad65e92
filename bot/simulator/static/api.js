// The server's JSON endpoints, and the stream that says when something changed.

export async function fetchState(person, channel) {
  const query = new URLSearchParams({ as: person, channel });
  const response = await fetch(`/workspace/state?${query}`);
  if (response.status === 404) return null;
  if (!response.ok) throw new Error(response.statusText);
  return response.json();
}

export async function post(action, body) {
  const response = await fetch(`/workspace/${action}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  return response.ok;
}

export function onChange(changed, offline) {
  const source = new EventSource("/workspace/changes");
  source.onopen = () => offline(false);
  source.onmessage = changed;
  source.onerror = () => offline(true);
}
