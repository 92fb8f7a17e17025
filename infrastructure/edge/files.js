// CloudFront's viewer-request function for /files/*: an address of ours becomes the key of an object.
// /files/VERB/UNTIL/SIGNATURE/KIND/ID/NAME; layers/csms/csms/domain/file_addresses.py makes them.
// The runtime (cloudfront-js-2.0) knows ES 5.1, const, let and arrow functions, and crypto.

const crypto = require('crypto');

const KEY = '{{resolve:secretsmanager:${FilesKey}}}';
const ADDRESS = /^\/files\/(get|put)\/([0-9]{10})\/([A-Za-z0-9_-]{43})\/((images|uploads)\/[A-Za-z0-9-]{1,36})(\/.*)?$/;
const METHODS = { get: ['GET', 'HEAD'], put: ['PUT'] };
// pages of any site: the address is all that gives a right, and no browser adds one to it
const ANYBODY = { value: '*' };
const PREFLIGHT = {
  statusCode: 204,
  statusDescription: 'No Content',
  headers: {
    'access-control-allow-origin': ANYBODY,
    'access-control-allow-methods': { value: 'PUT' },
    'access-control-allow-headers': { value: 'content-type' },
    'access-control-max-age': { value: '600' },
  },
};

function refused(why) {
  return {
    statusCode: 403,
    statusDescription: 'Forbidden',
    headers: { 'content-type': { value: 'text/plain' }, 'access-control-allow-origin': ANYBODY },
    body: { encoding: 'text', data: why + '\n' },
  };
}

// in the same time wherever they differ
function same(one, other) {
  let differs = one.length ^ other.length;
  for (let i = 0; i < one.length; i++) differs |= one.charCodeAt(i) ^ other.charCodeAt(i);
  return differs === 0;
}

function handler(event) {
  const request = event.request;
  if (request.method === 'OPTIONS') return PREFLIGHT; // without it no page could read why it is refused
  const found = ADDRESS.exec(request.uri);
  if (!found) return refused('this is no address of a file');
  const told = [found[1], found[2], found[4]].join('\n');
  const signature = crypto.createHmac('sha256', KEY).update(told).digest('base64url');
  if (!same(found[3], signature)) return refused('this address has another signature');
  if (Date.now() >= Number(found[2]) * 1000) return refused('this address has expired');
  if (METHODS[found[1]].indexOf(request.method) < 0) return refused('this address is for ' + found[1].toUpperCase());

  // S3 takes its orders from such headers: a viewer gives none
  Object.keys(request.headers).forEach((name) => {
    if (name.indexOf('x-amz-') === 0 || name === 'authorization') delete request.headers[name];
  });
  const name = (found[6] || '').split('/').pop().replace(/[^A-Za-z0-9._-]/g, '_').slice(-100);
  request.uri = '/' + found[4] + '/' + (name || 'file');
  request.querystring = {};
  return request;
}
