//! Which addresses may be connected to: those of the public internet, unless the user says otherwise.
//!
//! The tables follow the IANA registries of special-purpose addresses (RFC 6890 and its updates). An address inside
//! another one (IPv4-mapped, NAT64, 6to4) is judged by the inner one.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::WebError;

/// Where the program may connect to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Access {
    /// Only to addresses of the public internet.
    #[default]
    Public,
    /// To these, and to the public internet.
    PublicAnd(Vec<IpAddr>),
    /// Anywhere.
    Anywhere,
}

impl Access {
    /// Refuses what may not be connected to.
    ///
    /// # Errors
    /// [`WebError::NotPublic`] with what the address is.
    pub fn check(&self, address: IpAddr) -> Result<(), WebError> {
        let named = match self {
            Self::Anywhere => true,
            Self::PublicAnd(named) => named.contains(&address.to_canonical()),
            Self::Public => false,
        };
        match not_public(address) {
            Some(why) if !named => Err(WebError::NotPublic { address, why }),
            _ => Ok(()),
        }
    }
}

/// What an address is that is not on the public internet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotPublic {
    /// `0.0.0.0/8`, `::`.
    Unspecified,
    /// This machine.
    Loopback,
    /// A local network.
    Private,
    /// Behind a provider's address translation.
    Shared,
    /// The same cable.
    LinkLocal,
    /// Many machines at once.
    Multicast,
    /// For examples in documents.
    Documentation,
    /// For measuring networks.
    Benchmark,
    /// Set aside by the standards.
    Reserved,
}

impl std::fmt::Display for NotPublic {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Unspecified => "no address of a machine",
            Self::Loopback => "this machine itself",
            Self::Private => "in a private network",
            Self::Shared => "inside a provider's network",
            Self::LinkLocal => "on the local link",
            Self::Multicast => "a multicast address",
            Self::Documentation => "set aside for documentation",
            Self::Benchmark => "set aside for measuring",
            Self::Reserved => "set aside by the standards",
        })
    }
}

use NotPublic::{Benchmark, Documentation, LinkLocal, Loopback, Multicast, Private, Reserved, Shared, Unspecified};

const V4: [([u8; 4], u32, NotPublic); 17] = [
    ([0, 0, 0, 0], 8, Unspecified),
    ([10, 0, 0, 0], 8, Private),
    ([100, 64, 0, 0], 10, Shared),
    ([127, 0, 0, 0], 8, Loopback),
    ([169, 254, 0, 0], 16, LinkLocal),
    ([172, 16, 0, 0], 12, Private),
    ([192, 0, 0, 0], 24, Reserved),
    ([192, 0, 2, 0], 24, Documentation),
    ([192, 31, 196, 0], 24, Reserved),
    ([192, 52, 193, 0], 24, Reserved),
    ([192, 88, 99, 0], 24, Reserved),
    ([192, 168, 0, 0], 16, Private),
    ([198, 18, 0, 0], 15, Benchmark),
    ([198, 51, 100, 0], 24, Documentation),
    ([203, 0, 113, 0], 24, Documentation),
    ([224, 0, 0, 0], 4, Multicast),
    ([240, 0, 0, 0], 4, Reserved),
];

/// The first that fits decides; what fits none and lies outside `2000::/3` is reserved.
const V6: [([u16; 4], u32, NotPublic); 11] = [
    ([0x2001, 0x0002, 0, 0], 48, Benchmark),
    ([0x2001, 0x0db8, 0, 0], 32, Documentation),
    // IETF protocols: Teredo, ORCHID, AMT and others; none of them is a web server's own address.
    ([0x2001, 0, 0, 0], 23, Reserved),
    ([0x2620, 0x004f, 0x8000, 0], 48, Reserved),
    ([0x3fff, 0, 0, 0], 20, Documentation),
    ([0x0100, 0, 0, 0], 32, Reserved),
    ([0x5f00, 0, 0, 0], 16, Reserved),
    ([0xfc00, 0, 0, 0], 7, Private),
    ([0xfe80, 0, 0, 0], 10, LinkLocal),
    ([0xfec0, 0, 0, 0], 10, Private),
    ([0xff00, 0, 0, 0], 8, Multicast),
];

/// Why an address is not on the public internet; `None` if it is.
pub fn not_public(address: IpAddr) -> Option<NotPublic> {
    match address {
        IpAddr::V4(v4) => not_public_v4(v4),
        IpAddr::V6(v6) => not_public_v6(v6),
    }
}

fn not_public_v4(address: Ipv4Addr) -> Option<NotPublic> {
    let bits = u32::from(address);
    let inside = |net: [u8; 4], length: u32| (bits ^ u32::from_be_bytes(net)) >> (32 - length) == 0;
    V4.iter().find(|(net, length, _)| inside(*net, *length)).map(|(_, _, why)| *why)
}

fn not_public_v6(address: Ipv6Addr) -> Option<NotPublic> {
    if address.is_unspecified() {
        return Some(Unspecified);
    }
    if address.is_loopback() {
        return Some(Loopback);
    }
    if let Some(inner) = embedded(address) {
        return not_public_v4(inner);
    }
    let bits = u128::from(address);
    let inside = |net: [u16; 4], length: u32| {
        let net = net.iter().fold(0_u128, |sum, part| sum << 16 | u128::from(*part)) << 64;
        (bits ^ net) >> (128 - length) == 0
    };
    let special = V6.iter().find(|(net, length, _)| inside(*net, *length)).map(|(_, _, why)| *why);
    special.or_else(|| (!inside([0x2000, 0, 0, 0], 3)).then_some(Reserved))
}

/// The IPv4 address that such an IPv6 address leads to.
fn embedded(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let [a, b, c, d, e, f, g, h] = address.segments();
    let v4 = |high: u16, low: u16| Ipv4Addr::from(u32::from(high) << 16 | u32::from(low));
    match (a, b, c, d, e, f) {
        // IPv4-mapped (RFC 4291, 2.5.5.2), and NAT64 with the well-known prefix (RFC 6052, 2.1).
        (0, 0, 0, 0, 0, 0xffff) | (0x64, 0xff9b, 0, 0, 0, 0) => Some(v4(g, h)),
        // 6to4 (RFC 3056).
        (0x2002, high, low, ..) => Some(v4(high, low)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn why(text: &str) -> Option<NotPublic> {
        not_public(text.parse().expect("an address"))
    }

    #[test]
    fn addresses_of_every_kind() {
        for (text, expected) in [
            ("0.0.0.0", Some(Unspecified)),
            ("0.1.2.3", Some(Unspecified)),
            ("10.255.255.255", Some(Private)),
            ("100.64.0.1", Some(Shared)),
            ("100.127.255.255", Some(Shared)),
            ("127.0.0.1", Some(Loopback)),
            ("127.8.9.10", Some(Loopback)),
            ("169.254.169.254", Some(LinkLocal)),
            ("172.16.0.1", Some(Private)),
            ("172.31.255.255", Some(Private)),
            ("192.0.0.8", Some(Reserved)),
            ("192.0.2.1", Some(Documentation)),
            ("192.88.99.1", Some(Reserved)),
            ("192.168.1.1", Some(Private)),
            ("198.19.0.1", Some(Benchmark)),
            ("198.51.100.7", Some(Documentation)),
            ("203.0.113.9", Some(Documentation)),
            ("224.0.0.1", Some(Multicast)),
            ("239.255.255.250", Some(Multicast)),
            ("240.0.0.1", Some(Reserved)),
            ("255.255.255.255", Some(Reserved)),
            ("::", Some(Unspecified)),
            ("::1", Some(Loopback)),
            ("::2", Some(Reserved)),
            ("::127.0.0.1", Some(Reserved)),
            ("::ffff:127.0.0.1", Some(Loopback)),
            ("::ffff:10.0.0.1", Some(Private)),
            ("64:ff9b::a9fe:a9fe", Some(LinkLocal)),
            ("64:ff9b:1::1", Some(Reserved)),
            ("100::1", Some(Reserved)),
            ("2001::1", Some(Reserved)),
            ("2001:2::1", Some(Benchmark)),
            ("2001:db8::1", Some(Documentation)),
            ("2002:7f00:1::", Some(Loopback)),
            ("2002:c0a8:101::1", Some(Private)),
            ("3fff:fff::1", Some(Documentation)),
            ("5f00::1", Some(Reserved)),
            ("fc00::1", Some(Private)),
            ("fdff::1", Some(Private)),
            ("fe80::1", Some(LinkLocal)),
            ("fec0::1", Some(Private)),
            ("ff02::1", Some(Multicast)),
            ("4000::1", Some(Reserved)),
        ] {
            assert_eq!(why(text), expected, "{text}");
        }
    }

    #[test]
    fn the_public_internet() {
        for text in [
            "1.1.1.1",
            "9.255.255.255",
            "11.0.0.0",
            "100.63.255.255",
            "100.128.0.0",
            "126.255.255.255",
            "128.0.0.0",
            "169.253.0.1",
            "172.15.255.255",
            "172.32.0.0",
            "192.0.1.0",
            "192.167.255.255",
            "198.17.255.255",
            "198.20.0.0",
            "223.255.255.255",
            "2606:4700::1111",
            "2a00:1450::1",
            "2001:4860::8888",
            "2001:200::1",
            "::ffff:8.8.8.8",
            "64:ff9b::808:808",
            "2002:808:808::1",
        ] {
            assert_eq!(why(text), None, "{text}");
        }
    }

    #[test]
    fn what_the_user_names_is_allowed_and_nothing_else() {
        let access = Access::PublicAnd(vec!["10.1.2.3".parse().expect("an address")]);
        for (text, allowed) in [
            ("10.1.2.3", true),
            ("::ffff:10.1.2.3", true),
            ("10.1.2.4", false),
            ("127.0.0.1", false),
            ("8.8.8.8", true),
        ] {
            assert_eq!(access.check(text.parse().expect("an address")).is_ok(), allowed, "{text}");
        }
    }

    proptest! {
        /// The standard library's own judgement of the classes that it knows is never weaker than ours.
        #[test]
        fn agrees_with_the_standard_library(bits in any::<u32>()) {
            let v4 = Ipv4Addr::from(bits);
            let special = v4.is_private() || v4.is_loopback() || v4.is_link_local() || v4.is_multicast()
                || v4.is_broadcast() || v4.is_documentation() || v4.is_unspecified();
            prop_assert!(!special || not_public_v4(v4).is_some(), "{v4}");
        }

        /// However an IPv4 address is dressed up, the answer is the same.
        #[test]
        fn dressed_up_addresses_are_judged_by_the_inner_one(bits in any::<u32>(), low in any::<u64>()) {
            let v4 = Ipv4Addr::from(bits);
            let nat64 = Ipv6Addr::from(0x0064_ff9b_u128 << 96 | u128::from(bits));
            let six_to_four = Ipv6Addr::from(0x2002_u128 << 112 | u128::from(bits) << 80 | u128::from(low));
            for dressed in [v4.to_ipv6_mapped(), nat64, six_to_four] {
                prop_assert_eq!(not_public(IpAddr::V6(dressed)), not_public_v4(v4), "{}", dressed);
            }
        }

        /// No address is taken for public that the standard library knows to be special.
        #[test]
        fn agrees_with_the_standard_library_on_ipv6(bits in any::<u128>()) {
            let v6 = Ipv6Addr::from(bits);
            let special = v6.is_unique_local() || v6.is_unicast_link_local() || v6.is_multicast() || v6.is_loopback();
            prop_assert!(!special || not_public_v6(v6).is_some(), "{v6}");
            let global_unicast = v6.segments()[0] & 0xe000 == 0x2000;
            prop_assert!(global_unicast || not_public_v6(v6).is_some() || embedded(v6).is_some(), "{v6}");
        }
    }
}
