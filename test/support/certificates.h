// A small certificate authority for tests: a CA and a leaf for localhost and 127.0.0.1, as PEM files in a
// folder.
#pragma once

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <filesystem>
#include <memory>

#include "base/check.h"

namespace offhook::test {

class Certificates {
 public:
  explicit Certificates(const std::filesystem::path& folder)
      : ca(folder / "ca.pem"), leaf(folder / "leaf.pem"), leaf_key(folder / "leaf.key") {
    const Key ca_private = make_key();
    const Key leaf_private = make_key();
    const Name issuer = make_name("Test CA");
    const Certificate ca_certificate = make(1, issuer.get(), ca_private.get(), issuer.get(), ca_private.get(),
                                            NID_basic_constraints, "critical,CA:TRUE");
    const Name subject = make_name("localhost");
    const Certificate certificate = make(2, subject.get(), leaf_private.get(), issuer.get(), ca_private.get(),
                                         NID_subject_alt_name, "DNS:localhost,IP:127.0.0.1,IP:::1");
    write(ca, [&](FILE* file) { return PEM_write_X509(file, ca_certificate.get()); });
    write(leaf, [&](FILE* file) { return PEM_write_X509(file, certificate.get()); });
    write(leaf_key, [&](FILE* file) {
      return PEM_write_PrivateKey(file, leaf_private.get(), nullptr, nullptr, 0, nullptr, nullptr);
    });
  }

  const std::filesystem::path ca;
  const std::filesystem::path leaf;
  const std::filesystem::path leaf_key;

 private:
  template <auto function>
  struct Free {
    template <class T>
    void operator()(T* pointer) const {
      function(pointer);
    }
  };
  using Key = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;
  using Name = std::unique_ptr<X509_NAME, Free<X509_NAME_free>>;
  using Certificate = std::unique_ptr<X509, Free<X509_free>>;

  static Key make_key() { return Key(EVP_EC_gen("P-256")); }

  static Name make_name(const char* common_name) {
    Name name(X509_NAME_new());
    X509_NAME_add_entry_by_txt(name.get(), "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>(common_name), -1, -1, 0);
    return name;
  }

  static Certificate make(long serial, X509_NAME* subject, EVP_PKEY* subject_key, X509_NAME* issuer,
                          EVP_PKEY* issuer_key, int extension_id, const char* extension_value) {
    Certificate certificate(X509_new());
    X509_set_version(certificate.get(), X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), serial);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -3600);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 24 * 3600);
    X509_set_subject_name(certificate.get(), subject);
    X509_set_issuer_name(certificate.get(), issuer);
    X509_set_pubkey(certificate.get(), subject_key);
    const std::unique_ptr<X509_EXTENSION, Free<X509_EXTENSION_free>> extension(
        X509V3_EXT_conf_nid(nullptr, nullptr, extension_id, extension_value));
    check(extension != nullptr && X509_add_ext(certificate.get(), extension.get(), -1) == 1, "an extension");
    check(X509_sign(certificate.get(), issuer_key, EVP_sha256()) > 0, "a signature");
    return certificate;
  }

  template <class Write>
  static void write(const std::filesystem::path& path, Write write_to) {
    FILE* file = std::fopen(path.c_str(), "w");
    check(file != nullptr && write_to(file) == 1, "a PEM file is written");
    std::fclose(file);
  }
};

}  // namespace offhook::test
