// CloudFront's viewer-request function: what API Gateway cannot see of a connection becomes headers.
// A client's own headers of these names never pass. The runtime (cloudfront-js-2.0) knows ES 5.1,
// const, let and arrow functions: no for-of, no destructuring, no spread, no optional chaining.

const CERTIFICATE_HEADERS = {
  'x-client-cert-subject': 'cloudfront-viewer-cert-subject',
  'x-client-cert-issuer': 'cloudfront-viewer-cert-issuer',
  'x-client-cert-serial': 'cloudfront-viewer-cert-serial-number',
  'x-client-cert-sha256': 'cloudfront-viewer-cert-sha256',
};

function handler(event) {
  const request = event.request;
  const headers = request.headers;
  const value = (name) => headers[name] && headers[name].value;

  // Only what CloudFront says is believed: without its header a connection counts as plain.
  const tls = value('cloudfront-forwarded-proto') === 'https';
  const certified = tls && value('cloudfront-viewer-cert-present') === '1';

  // Whether a challenge from $connect would survive API Gateway is unproven, so it comes from here.
  if (tls && !certified && !headers.authorization) {
    console.log('no credentials from ' + event.viewer.ip);
    return {
      statusCode: 401,
      statusDescription: 'Unauthorized',
      headers: { 'www-authenticate': { value: 'Basic realm="ocpp"' } },
    };
  }

  delete headers['x-client-cert-present'];
  if (certified) headers['x-client-cert-present'] = { value: 'true' };
  Object.keys(CERTIFICATE_HEADERS).forEach((name) => {
    const source = CERTIFICATE_HEADERS[name];
    delete headers[name];
    if (certified && headers[source]) headers[name] = { value: value(source) };
  });

  // OCPP-J has the identity in the path, below which a WebSocket API has none.
  const segments = request.uri.replace(/\/$/, '').split('/');
  headers['x-ocpp-identity'] = { value: segments[segments.length - 1] };
  headers['x-ocpp-transport'] = { value: tls ? 'tls' : 'plain' };
  headers['x-viewer-address'] = { value: event.viewer.ip }; // API Gateway sees CloudFront's
  request.uri = '/';
  return request;
}
