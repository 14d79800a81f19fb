/** What the real client needs to speak to the local endpoint: a fixed token, so that no real credentials are ever sent. */
import { OAuth2Client } from 'google-auth-library';

export function localAuthClient(): OAuth2Client {
  const client = new OAuth2Client();
  client.setCredentials({ access_token: 'local', expiry_date: Number.MAX_SAFE_INTEGER });
  return client;
}
